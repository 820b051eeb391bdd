using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>Expressions as C#, with no more parentheses than they need.</summary>
/// <param name="variables">The variables.</param>
/// <param name="kept">Names of those parts that have been computed before.</param>
/// <param name="scope">How types of ours are named.</param>
internal sealed class ExpressionText(IReadOnlyList<Variable> variables, IReadOnlyDictionary<Expression, string> kept, Scope scope)
{
    private const int Choosing = 0;
    private const int Or = 1;
    private const int And = 2;
    private const int Comparing = 3;
    private const int Adding = 4;
    private const int Multiplying = 5;
    private const int Unary = 6;
    private const int Primary = 7;

    public string Of(Expression expression) => Of(expression, Choosing);

    /// <summary>The expression as an operand that binds as tightly as a variable or a sign.</summary>
    public string Operand(Expression expression) => Of(expression, Unary);

    /// <summary>The expression itself, even where it has been kept.</summary>
    public string Computed(Expression expression) => Print(expression).Text;

    public string Math(NumberType type) => scope.Type(type == NumberType.Single ? "System.MathF" : "System.Math");

    /// <summary>Numbers as lanes of one double each.</summary>
    public string OverLanes(IEnumerable<string> numbers) => string.Join(", ", numbers.Select(number => $"new {scope.Type("SparseDiff.Kernels.DoubleLane")}({number})"));

    private string Of(Expression expression, int least)
    {
        if (kept.TryGetValue(expression, out string? name))
            return name;
        (string text, int strength) = Print(expression);
        return strength < least ? $"({text})" : text;
    }

    private (string Text, int Strength) Print(Expression expression)
    {
        switch (expression)
        {
            case Constant constant:
                return (constant.Text, constant.Text.StartsWith("-", StringComparison.Ordinal) ? Unary : Primary);
            case VariableRead read:
                return (variables[read.Variable].Name, Primary);
            case Element element:
                return ($"{variables[element.Array].Name}[{Of(element.Index)}]", Primary);
            case Copied copied:
                return (copied.Text, copied.IsAtom ? Primary : Choosing);
            case Negation negation:
                return ("-" + Of(negation.Operand, Primary), Unary);
            case Conversion conversion:
                return ($"({conversion.Type.Keyword()}){Of(conversion.Operand, Primary)}", Unary);
            case Arithmetic { Operator: '+' or '-' } sum:
                return ($"{Of(sum.Left, Adding)} {sum.Operator} {Of(sum.Right, Multiplying)}", Adding);
            case Arithmetic product:
                return ($"{Of(product.Left, Multiplying)} {product.Operator} {Of(product.Right, Unary)}", Multiplying);
            case MathCall call:
                string container = call.Container switch
                {
                    "Math" or "MathF" => scope.Type("System." + call.Container),
                    "Ops" => scope.Ours("Ops"),
                    _ => call.Container,
                };
                return ($"{container}.{call.Name}({Arguments(call.Arguments)})", Primary);
            case FunctionCall { Function.IsOverLanes: true } call:
                return ($"{call.Function.LaneText}.Apply({OverLanes(call.Arguments.Select(argument => Of(argument)))}).Value", Primary);
            case FunctionCall call:
                return ($"{call.Function.Text}({Arguments(call.Arguments)})", Primary);
            case Choice choice:
                return ($"{Of(choice.Condition, Or)} ? {Of(choice.WhenTrue, Or)} : {Of(choice.WhenFalse)}", Choosing);
            case Comparison comparison:
                return ($"{Of(comparison.Left, Adding)} {comparison.Operator} {Of(comparison.Right, Adding)}", Comparing);
            case Logic { Operator: "!" } not:
                return ("!" + Of(not.Operands[0], Primary), Unary);
            case Logic { Operator: "&&" } logic:
                return (string.Join(" && ", logic.Operands.Select(operand => Of(operand, And + 1))), And);
            case Logic logic:
                return (string.Join(" || ", logic.Operands.Select(operand => Of(operand, Or + 1))), Or);
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    private string Arguments(IEnumerable<Expression> arguments) => string.Join(", ", arguments.Select(argument => Of(argument)));
}
