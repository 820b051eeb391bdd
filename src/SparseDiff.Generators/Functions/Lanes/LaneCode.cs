using System.Globalization;
using System.Text.RegularExpressions;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>
/// A scalar function as straight code over lanes: a branch computes both sides and selects. With a tangent beside each value the
/// same walk gives a derivative; since a selection selects the tangents as well, what happens on the side not taken does not matter.
/// </summary>
internal sealed class LaneCode
{
    private const int MostLines = 1000;

    private readonly FunctionPlan plan;
    private readonly NamePool names;
    private readonly List<(string Name, string Text)> lines = [];
    private readonly Dictionary<int, int> counters = [];
    private Dictionary<int, Dual> environment = [];

    /// <param name="plan">The function.</param>
    /// <param name="argument">The argument to differentiate by, or -1 for the value alone.</param>
    public LaneCode(FunctionPlan plan, int argument)
    {
        this.plan = plan;
        names = new NamePool(plan.Function.Names.Concat(plan.Variables.Select(static variable => variable.Name)).Concat(["V", "dY"]));
        if (plan.Variables.Any(static variable => variable.Name is "dY" or "V"))
            throw new LaneDefect("has a variable named dY or V, which code over registers needs");
        for (int i = 0; i < plan.Function.Arguments; i++)
            environment[i] = new Dual(plan.Variables[i].Name, i == argument ? "dY" : null);
        Run(plan.Body);
        Dual result = environment[plan.Result];
        Result = argument < 0 ? result.Value : result.Tangent ?? Number("0");
    }

    /// <summary>The statements.</summary>
    public IReadOnlyList<string> Lines => [.. Used().Select(static line => $"V {line.Name} = {line.Text};")];

    /// <summary>What the method returns.</summary>
    public string Result { get; }

    /// <summary>A value and its tangent; null where that is zero.</summary>
    private sealed record Dual(string Value, string? Tangent);

    private static string Number(string digits) => $"V.Constant({digits}f)";

    private void Run(IEnumerable<Statement> body)
    {
        foreach (Statement statement in body)
        {
            switch (statement)
            {
                case Assignment assignment:
                    Assign(assignment);
                    break;
                case Branch branch:
                    Select(branch);
                    break;
                case Loop { Counter: { Values.Count: > 0 } counter } loop:
                    WriteOut(loop, counter);
                    break;
                case Loop:
                    throw new LaneDefect("has a loop whose number of turns is no constant of at most 32");
                case Break:
                    throw new LaneDefect("leaves a loop early");
                case Throw:
                    throw new LaneDefect("throws");
                default:
                    throw new LaneDefect("computes with integers");
            }
        }
    }

    private void Assign(Assignment assignment)
    {
        Variable variable = plan.Variables[assignment.Variable];
        if (variable.Type != NumberType.Single && variable.TypeText != "bool")
            throw new LaneDefect($"has a variable of type {variable.TypeText}, not float");
        Dual dual = assignment.Value is null ? new Dual(Number("0"), null) : Of(assignment.Value);
        environment[assignment.Variable] = new Dual(
            assignment.Value is null ? dual.Value : Hold(variable.Name, dual.Value),
            dual.Tangent is null ? null : Hold(Adjoint.Cotangents.NameOf(variable.Name), dual.Tangent));
    }

    /// <summary>Every turn by itself, with the counter's value in it.</summary>
    private void WriteOut(Loop loop, Counter counter)
    {
        foreach (int value in counter.Values)
        {
            counters[counter.Variable] = value;
            Run(loop.Body);
            if (lines.Count > MostLines)
                throw new LaneDefect("has loops of too many turns");
        }

        counters.Remove(counter.Variable);
    }

    /// <summary>A copied text that reads nothing but counters, with their values; null for any other.</summary>
    private string? Known(Copied copied)
    {
        if (!copied.Variables.All(counters.ContainsKey))
            return null;
        return copied.Variables.Aggregate(copied.Text, (text, variable) => Regex.Replace(
            text, $@"(?<![\w@.]){Regex.Escape(plan.Variables[variable].Name)}(?!\w)", counters[variable].ToString(CultureInfo.InvariantCulture) is var number && number[0] == '-' ? $"({number})" : number));
    }

    private void Select(Branch branch)
    {
        string mask = Hold("mask", Mask(branch.Condition));
        Dictionary<int, Dual> before = environment;
        environment = new Dictionary<int, Dual>(before);
        Run(branch.Then);
        Dictionary<int, Dual> then = environment;
        environment = new Dictionary<int, Dual>(before);
        Run(branch.Else);
        Dictionary<int, Dual> otherwise = environment;
        environment = new Dictionary<int, Dual>(before);
        foreach (int variable in before.Keys.OrderBy(static key => key))
        {
            (Dual a, Dual b) = (then[variable], otherwise[variable]);
            if (a == b)
                continue;
            string name = plan.Variables[variable].Name;
            string value = a.Value == b.Value ? a.Value : Hold(name, $"V.Select({mask}, {a.Value}, {b.Value})");
            string? tangent = a.Tangent == b.Tangent ? a.Tangent
                : Hold(Adjoint.Cotangents.NameOf(name), $"V.Select({mask}, {a.Tangent ?? Number("0")}, {b.Tangent ?? Number("0")})");
            environment[variable] = new Dual(value, tangent);
        }
    }

    private string Hold(string stem, string text)
    {
        if (IsName(text))
            return text;
        string name = names.TakeNumbered(stem);
        lines.Add((name, text));
        return name;
    }

    private static bool IsName(string text) => text.All(static c => char.IsLetterOrDigit(c) || c is '_' or '@');

    /// <summary>The lines that the result needs.</summary>
    private Stack<(string Name, string Text)> Used()
    {
        HashSet<string> needed = [.. Words(Result)];
        Stack<(string Name, string Text)> used = new();
        foreach ((string name, string text) in Enumerable.Reverse(lines))
        {
            if (!needed.Contains(name))
                continue;
            used.Push((name, text));
            needed.UnionWith(Words(text));
        }

        return used;
    }

    private static IEnumerable<string> Words(string text) => Regex.Matches(text, @"@?\w+").Cast<Match>().Select(static match => match.Value);

    private Dual Of(Expression value)
    {
        switch (value)
        {
            case Constant { Type: NumberType.Single } constant:
                return new Dual($"V.Constant({constant.Text})", null);
            case Constant { Text: "true" or "false" } truth:
                return new Dual(truth.Text == "true" ? "LaneFunctions.True<V>()" : Number("0"), null);
            case VariableRead read when environment.TryGetValue(read.Variable, out Dual? known):
                return known;
            case Negation negation:
                Dual operand = Of(negation.Operand);
                return new Dual($"-({operand.Value})", operand.Tangent is null ? null : $"-({operand.Tangent})");
            case Arithmetic { Type: NumberType.Single } arithmetic:
                return Of(arithmetic);
            case MathCall { Type: NumberType.Single } call:
                return Of(call);
            case FunctionCall { Type: NumberType.Single } call:
                return Of(call);
            case Choice choice:
                string mask = Hold("mask", Mask(choice.Condition));
                (Dual a, Dual b) = (Of(choice.WhenTrue), Of(choice.WhenFalse));
                return new Dual(
                    $"V.Select({mask}, {a.Value}, {b.Value})",
                    a.Tangent is null && b.Tangent is null ? null : $"V.Select({mask}, {a.Tangent ?? Number("0")}, {b.Tangent ?? Number("0")})");
            case Comparison or Logic:
                return new Dual(Mask(value), null);
            case Copied { Type: NumberType.Single, IsDiscrete: true } copied when Known(copied) is { } number:
                return new Dual($"V.Constant({number})", null);
            case Copied copied:
                throw new LaneDefect($"reads '{copied.What}'");
            default:
                throw new LaneDefect("computes in double precision or with integers");
        }
    }

    /// <summary>The value in a variable, so that it is computed once.</summary>
    private Dual Held(Expression value)
    {
        Dual dual = Of(value);
        bool isSimple = value is VariableRead or Constant;
        return isSimple ? dual : new Dual(Hold(FunctionNames.StemOf(value), dual.Value), dual.Tangent is null ? null : Hold(Adjoint.Cotangents.NameOf(FunctionNames.StemOf(value)), dual.Tangent));
    }

    private Dual Of(Arithmetic arithmetic)
    {
        (Dual a, Dual b) = (Held(arithmetic.Left), Held(arithmetic.Right));
        (string? da, string? db) = (a.Tangent, b.Tangent);
        switch (arithmetic.Operator)
        {
            case '+':
                return new Dual($"{a.Value} + {b.Value}", Sum(da, db));
            case '-':
                return new Dual($"{a.Value} - {b.Value}", da is null ? db is null ? null : $"-{db}" : db is null ? da : $"{da} - {db}");
            case '*':
                return new Dual($"{a.Value} * {b.Value}", Sum(da is null ? null : $"{da} * {b.Value}", db is null ? null : $"{a.Value} * {db}"));
            case '/':
                string quotient = Hold("quotient", $"{a.Value} / {b.Value}");
                return new Dual(quotient, da is null && db is null ? null : db is null ? $"{da} / {b.Value}" : da is null ? $"-({quotient} * {db}) / {b.Value}" : $"({da} - {quotient} * {db}) / {b.Value}");
            default:
                string? part = db is null ? null : $"-(LaneFunctions.Truncate({a.Value} / {b.Value}) * {db})";
                return new Dual($"LaneFunctions.Remainder({a.Value}, {b.Value})", Sum(da, part));
        }
    }

    private Dual Of(MathCall call)
    {
        if (LaneRules.Of(call) is not { } rules)
            throw new LaneDefect($"calls {call.Name}, which vector registers do not know");
        List<Dual> arguments = [.. call.Arguments.Select(Held)];
        string value = Hold(FunctionNames.StemOf(call), Fill(rules[0], arguments, string.Empty, string.Empty));
        string? tangent = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Tangent is { } direction && rules[i + 1].Length > 0)
                tangent = Sum(tangent, Fill(rules[i + 1], arguments, direction, value));
        }

        return new Dual(value, tangent);
    }

    private Dual Of(FunctionCall call)
    {
        List<Dual> arguments = [.. call.Arguments.Select(Held)];
        string values = string.Join(", ", arguments.Select(static argument => argument.Value));
        string? tangent = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Tangent is { } direction && call.Function.Differentiated[i])
                tangent = Sum(tangent, $"{call.Function.LaneText}.{LaneStruct.PullOf(i)}({values}, {direction})");
        }

        return new Dual($"{call.Function.LaneText}.Apply({values})", tangent);
    }

    private static string? Sum(string? a, string? b) => a is null ? b : b is null ? a : $"{a} + {b}";

    private static string Fill(string rule, List<Dual> arguments, string tangent, string value)
    {
        string text = rule.Replace("{c}", tangent.Length > 0 && IsName(tangent) ? tangent : $"({tangent})").Replace("{y}", value)
            .Replace("{L}", "global::SparseDiff.Lanes").Replace("{F}", "LaneFunctions");
        for (int i = 0; i < arguments.Count; i++)
            text = text.Replace($"{{{i}}}", arguments[i].Value);
        return Regex.Replace(text, "#([0-9.]+)#", "V.Constant($1f)");
    }

    private string Mask(Expression condition)
    {
        switch (condition)
        {
            case Comparison { Left.Type: NumberType.Single, Right.Type: NumberType.Single } comparison:
                (string a, string b) = (Held(comparison.Left).Value, Held(comparison.Right).Value);
                return comparison.Operator switch
                {
                    ">" => $"V.Greater({a}, {b})",
                    "<" => $"V.Greater({b}, {a})",
                    ">=" => $"V.GreaterOrEqual({a}, {b})",
                    "<=" => $"V.GreaterOrEqual({b}, {a})",
                    "==" => $"V.Equal({a}, {b})",
                    _ => $"LaneFunctions.Not(V.Equal({a}, {b}))",
                };
            case Logic logic:
                string function = logic.Operator switch { "!" => "Not", "&&" => "And", _ => "Or" };
                List<string> operands = [.. logic.Operands.Select(Mask)];
                return operands.Skip(1).Aggregate(operands.Count == 1 && function == "Not" ? $"LaneFunctions.Not({operands[0]})" : operands[0], (left, right) => $"LaneFunctions.{function}({left}, {right})");
            case VariableRead or Constant:
                return Of(condition).Value;
            case Copied copied when Known(copied) is { } truth:
                return $"({truth} ? LaneFunctions.True<V>() : {Number("0")})";
            case Copied copied:
                throw new LaneDefect($"branches on '{copied.What}'");
            default:
                throw new LaneDefect("branches on something other than numbers of type float");
        }
    }
}
