using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Rules;

namespace SparseDiff.Generators.Functions.Forward;

/// <summary>The derivative of an expression along the tangents of its variables, by the same rules as the reverse derivative.</summary>
internal sealed class ExpressionTangent
{
    private readonly FunctionPlan plan;
    private readonly FunctionNames names;
    private readonly Dictionary<Expression, string> kept = new(References<Expression>.Comparer);
    private List<Code> before = [];
    private Expression? root;
    private int rootVariable;

    public ExpressionTangent(FunctionPlan plan, FunctionNames names, Scope scope)
    {
        (this.plan, this.names) = (plan, names);
        Text = new ExpressionText(plan.Variables, kept, scope);
    }

    public ExpressionText Text { get; }

    /// <summary>The derivative, or null where it is zero, and the lines that must stand before it.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="variable">The fresh variable that gets its value, or -1.</param>
    public (List<Code> Before, string? Derivative) Of(Expression value, int variable)
    {
        (before, root, rootVariable) = ([], value, variable);
        Seed? tangent = Of(value);
        return (before, tangent?.Signed);
    }

    private Seed? Of(Expression value)
    {
        if (!plan.IsActive(value))
            return null;
        switch (value)
        {
            case VariableRead read:
                return Seed.Of(names.Derivative(read.Variable));
            case Element element:
                return Seed.Of($"{names.Derivative(element.Array)}[{Text.Of(element.Index)}]");
            case Negation negation:
                return Factor(Of(negation.Operand))?.Negated;
            case Conversion conversion:
                return Of(conversion.Operand)?.In(conversion.Type);
            case Arithmetic { Operator: '+' or '-' } sum:
                Seed? left = Of(sum.Left);
                Seed? right = Of(sum.Right);
                return Sum([left, sum.Operator == '-' ? Factor(right)?.Negated : right]);
            case Arithmetic arithmetic:
                return Of(arithmetic);
            case MathCall call:
                // First all tangents: a call of another function gives its value too, which nothing must have computed before.
                List<Seed?> along = [.. call.Arguments.Select((argument, i) => MathRules.HasDerivative(call, i) ? Of(argument) : null)];
                return Sum(along.Select((tangent, i) => tangent is not null
                    ? Factor(tangent)!.Apply(MathRules.Of(call, i), call.Type, Text.Math(call.Type), j => Value(call.Arguments[j]), () => Result(call))
                    : null));
            case FunctionCall call:
                return Of(call);
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private Seed? Of(Arithmetic arithmetic)
    {
        Seed? left = Factor(Of(arithmetic.Left));
        Seed? right = Factor(Of(arithmetic.Right));
        return arithmetic.Operator switch
        {
            '*' => Sum([left?.Times(Value(arithmetic.Right)), right?.Times(Value(arithmetic.Left))]),
            '/' => Sum([left?.Over(Value(arithmetic.Right)), right?.Negated.Times(Result(arithmetic)).Over(Value(arithmetic.Right))]),
            _ => Sum([left, right?.Negated.Times($"{Text.Math(arithmetic.Type)}.Truncate({Value(arithmetic.Left)} / {Value(arithmetic.Right)})")]),
        };
    }

    /// <summary>A call of another function: its value and its derivative at once.</summary>
    private Seed Of(FunctionCall call)
    {
        if (call.Function.IsOverLanes)
            return OverLanes(call);
        List<string> arguments = [];
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            Expression argument = call.Arguments[i];
            Seed? tangent = call.Function.Differentiated[i] ? Of(argument) : null;
            arguments.Add(Text.Of(argument));
            if (call.Function.Differentiated[i])
                arguments.Add(tangent?.Signed ?? "0" + argument.Type.Suffix());
        }

        string value = names.Pool.TakeNumbered(FunctionNames.StemOf(call));
        string derivative = names.Pool.Take(Adjoint.Cotangents.NameOf(value));
        before.Add(new Code($"({call.Type.Keyword()} {value}, {call.Type.Keyword()} {derivative}) = {call.Function.Text}Jvp({string.Join(", ", arguments)});"));
        kept[call] = value;
        return Seed.Of(derivative);
    }

    /// <summary>The same of a lane struct: its derivative by each argument, along the arguments' tangents.</summary>
    private Seed OverLanes(FunctionCall call)
    {
        List<string?> tangents = [.. call.Arguments.Select((argument, i) => call.Function.Differentiated[i] ? Of(argument)?.Signed : null)];
        List<string> values = [.. call.Arguments.Select(Value)];
        string value = names.Pool.TakeNumbered(FunctionNames.StemOf(call));
        string derivative = names.Pool.Take(Adjoint.Cotangents.NameOf(value));
        before.Add(new Code($"double {value} = {call.Function.LaneText}.Apply({Text.OverLanes(values)}).Value;"));
        IEnumerable<string> parts = tangents.Select((tangent, i) => tangent is null ? null : $"{call.Function.LaneText}.{Lanes.LaneStruct.PullOf(i)}({Text.OverLanes([.. values, tangent])}).Value").OfType<string>();
        before.Add(new Code($"double {derivative} = {string.Join(" + ", parts)};"));
        kept[call] = value;
        return Seed.Of(derivative);
    }

    private static Seed? Sum(IEnumerable<Seed?> parts)
    {
        Seed? sum = null;
        foreach (Seed part in parts.OfType<Seed>())
            sum = sum is null ? part : new Seed($"{sum.Signed} {(part.IsNegative ? '-' : '+')} {part.Text}", false, false) { IsSum = true };
        return sum;
    }

    private static Seed? Factor(Seed? seed) => seed is null ? null : seed.IsSum ? new Seed($"({seed.Text})", seed.IsNegative, true) : seed;

    private string Value(Expression operand)
    {
        switch (operand)
        {
            case Constant or VariableRead or Element:
            case Copied { IsAtom: true } copied when !copied.Text.EndsWith(")", StringComparison.Ordinal):
                return Text.Operand(operand);
            default:
                return Keep(operand);
        }
    }

    private string Result(Expression value) =>
        ReferenceEquals(value, root) && rootVariable >= 0 ? plan.Variables[rootVariable].Name : Keep(value);

    /// <summary>Computes a part once, before the statement.</summary>
    private string Keep(Expression value)
    {
        if (kept.TryGetValue(value, out string? known))
            return known;
        string computed = Text.Computed(value);
        string name = names.Pool.TakeNumbered(FunctionNames.StemOf(value));
        before.Add(new Code($"{value.Type.Keyword()} {name} = {computed};"));
        return kept[value] = name;
    }
}
