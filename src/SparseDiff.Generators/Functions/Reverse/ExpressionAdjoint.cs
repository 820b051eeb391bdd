using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Rules;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Passes the gradient of an expression's value on to the variables in it.</summary>
internal sealed class ExpressionAdjoint
{
    private readonly ReverseContext context;
    private readonly Region region;
    private Block block = null!;
    private List<Code> lines = null!;
    private Expression root = null!;
    private int rootVariable;
    private HashSet<int> reads = [];

    public ExpressionAdjoint(ReverseContext context, Region region)
    {
        (this.context, this.region) = (context, region);
        Text = new ExpressionText(context.Plan.Variables, region.Kept, context.Scope);
    }

    /// <summary>The parts whose values going back reads and that are no variables.</summary>
    public HashSet<Expression> Wanted { get; } = new(References<Expression>.Comparer);

    public ExpressionText Text { get; }

    /// <summary>Begins a statement.</summary>
    /// <param name="within">The block its lines go into.</param>
    /// <param name="into">The lines.</param>
    /// <param name="value">The whole value.</param>
    /// <param name="variable">The variable that holds the value.</param>
    public void Begin(Block within, List<Code> into, Expression value, int variable) =>
        (block, lines, root, rootVariable, reads) = (within, into, value, variable, []);

    /// <summary>The variables that the statement's lines read.</summary>
    public HashSet<int> End() => reads;

    public void Pass(Expression value, Seed seed)
    {
        if (!context.Plan.IsActive(value))
            return;
        switch (value)
        {
            case VariableRead read:
                lines.Add(block.Contribute(read.Variable, seed));
                break;
            case Element element:
                reads.UnionWith(element.Index.Reads);
                lines.Add(new Code($"{context.Names.Derivative(element.Array)}[{Text.Of(element.Index)}] {(seed.IsNegative ? "-=" : "+=")} {seed.Text};"));
                break;
            case Negation negation:
                Pass(negation.Operand, seed.Negated);
                break;
            case Conversion conversion:
                Pass(conversion.Operand, seed.In(conversion.Operand.Type));
                break;
            case Arithmetic arithmetic:
                Pass(arithmetic, seed);
                break;
            case MathCall call:
                Pass(call, seed);
                break;
            case FunctionCall call:
                Pass(call, seed);
                break;
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private void Pass(Arithmetic arithmetic, Seed seed)
    {
        (Expression left, Expression right) = (arithmetic.Left, arithmetic.Right);
        (bool isLeft, bool isRight) = (context.Plan.IsActive(left), context.Plan.IsActive(right));
        if (isLeft && isRight)
            seed = Atom(seed, arithmetic);
        switch (arithmetic.Operator)
        {
            case '+' or '-':
                Pass(left, seed);
                Pass(right, arithmetic.Operator == '-' ? seed.Negated : seed);
                break;
            case '*':
                if (isLeft)
                    Pass(left, seed.Times(Value(right)));
                if (isRight)
                    Pass(right, seed.Times(Value(left)));
                break;
            case '/':
                if (isLeft)
                    Pass(left, seed.Over(Value(right)));
                if (isRight)
                    Pass(right, seed.Negated.Times(Result(arithmetic)).Over(Value(right)));
                break;
            default:
                Pass(left, seed);
                if (isRight)
                    Pass(right, seed.Negated.Times($"{Text.Math(arithmetic.Type)}.Truncate({Value(left)} / {Value(right)})"));
                break;
        }
    }

    private void Pass(MathCall call, Seed seed)
    {
        List<int> active = [.. Enumerable.Range(0, call.Arguments.Count).Where(i => MathRules.HasDerivative(call, i) && context.Plan.IsActive(call.Arguments[i]))];
        if (active.Count > 1)
            seed = Atom(seed, call);
        foreach (int argument in active)
        {
            string rule = MathRules.Of(call, argument);
            Pass(call.Arguments[argument], seed.Apply(rule, call.Type, Text.Math(call.Type), i => Value(call.Arguments[i]), () => Result(call)));
        }
    }

    private void Pass(FunctionCall call, Seed seed)
    {
        Keep(call);
        List<int> active = [.. Enumerable.Range(0, call.Arguments.Count).Where(i => call.Function.Differentiated[i] && context.Plan.IsActive(call.Arguments[i]))];
        if (active.Count > 1)
            seed = Atom(seed, call);
        foreach (int argument in active)
            Pass(call.Arguments[argument], seed.Times(region.Partials.TryGetValue(call, out string[]? partials) ? partials[argument] : "partial"));
    }

    /// <summary>The gradient in a variable, when it is needed more than once.</summary>
    private Seed Atom(Seed seed, Expression of)
    {
        if (seed.IsAtom)
            return seed;
        string stem = region.Kept.TryGetValue(of, out string? name) ? Adjoint.Cotangents.NameOf(name) : null!;
        string held = stem is not null ? context.Names.IsRehearsal ? stem : context.Names.Pool.Take(stem) : context.Names.Temporary(Adjoint.Cotangents.NameOf(FunctionNames.StemOf(of)));
        lines.Add(new Code($"{of.Type.Keyword()} {held} = {seed.Signed};"));
        return Seed.Of(held);
    }

    /// <summary>The value of an operand, as it was going forwards.</summary>
    private string Value(Expression operand)
    {
        switch (operand)
        {
            case Constant:
                return Text.Operand(operand);
            case VariableRead or Element:
            case Copied { IsAtom: true } copied when !copied.Text.EndsWith(")", StringComparison.Ordinal):
            case Copied { Text: var text } when text.StartsWith("(float)", StringComparison.Ordinal) || text.StartsWith("(double)", StringComparison.Ordinal):
                reads.UnionWith(operand.Reads);
                return Text.Operand(operand);
            default:
                return Keep(operand);
        }
    }

    /// <summary>The value of a call or a quotient: of a whole statement the variable that it is assigned to.</summary>
    private string Result(Expression value)
    {
        if (!ReferenceEquals(value, root) || !context.IsFixed(rootVariable))
            return Keep(value);
        reads.Add(rootVariable);
        return context.Plan.Variables[rootVariable].Name;
    }

    private string Keep(Expression value)
    {
        Wanted.Add(value);
        return region.Kept.TryGetValue(value, out string? name) ? name : "kept";
    }
}
