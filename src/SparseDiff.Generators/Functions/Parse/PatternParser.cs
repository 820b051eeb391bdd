using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads patterns of numbers as the comparisons that they mean: <c>x is &gt; 0 and &lt; 1</c>.</summary>
internal static class PatternParser
{
    private static readonly Constant True = new(NumberType.Discrete, "true");

    /// <summary>The condition; null for a pattern that is no comparison with constants.</summary>
    /// <param name="number">The number, a variable.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="parse">How constants are read.</param>
    public static Expression? Parse(Expression number, IOperation pattern, Func<IOperation, Expression> parse)
    {
        if (number is not VariableRead || !number.Type.IsReal())
            return null;
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return True;
            case IConstantPatternOperation constant:
                return Compared(number, "==", constant.Value, parse);
            case IRelationalPatternOperation relation:
                return OperatorOf(relation.OperatorKind) is { } comparison ? Compared(number, comparison, relation.Value, parse) : null;
            case INegatedPatternOperation negated:
                return Parse(number, negated.Pattern, parse) is { } condition ? new Logic("!", [condition]) : null;
            case IBinaryPatternOperation { OperatorKind: var kind } both when Parse(number, both.LeftPattern, parse) is { } left && Parse(number, both.RightPattern, parse) is { } right:
                return new Logic(kind == BinaryOperatorKind.And ? "&&" : "||", [left, right]);
            default:
                return null;
        }
    }

    // A pattern finds not-a-number equal to itself; a comparison does not.
    private static Comparison? Compared(Expression number, string comparison, IOperation value, Func<IOperation, Expression> parse) =>
        value.ConstantValue is not ({ Value: float.NaN } or { Value: double.NaN }) && parse(value) is Constant constant && constant.Type == number.Type
            ? new Comparison(comparison, number, constant)
            : null;

    private static string? OperatorOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => null,
    };
}
