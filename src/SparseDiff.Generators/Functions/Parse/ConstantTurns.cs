using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>The values of a counter whose start and end are constants: such a loop can be written out.</summary>
internal static class ConstantTurns
{
    private const int Most = 32;

    /// <summary>The counter's value turn by turn; nothing when it is not known, or the turns are many.</summary>
    public static EquatableArray<int> Of(IForLoopOperation loop, int step)
    {
        if (loop.Before is not [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var counter] } declaration] }]
            || (counter.Initializer ?? declaration.Initializer)?.Value.ConstantValue is not { HasValue: true, Value: int start }
            || loop.Condition is not IBinaryOperation { LeftOperand: ILocalReferenceOperation read, RightOperand.ConstantValue: { HasValue: true, Value: int end } } test
            || !SymbolEqualityComparer.Default.Equals(read.Local, counter.Symbol))
            return [];
        List<int> values = [];
        for (long value = start; GoesOn(test.OperatorKind, value, end); value += step)
        {
            if (values.Count == Most || value is < int.MinValue or > int.MaxValue)
                return [];
            values.Add((int)value);
        }

        return values.ToEquatable();
    }

    private static bool GoesOn(BinaryOperatorKind test, long value, int end) => test switch
    {
        BinaryOperatorKind.LessThan => value < end,
        BinaryOperatorKind.LessThanOrEqual => value <= end,
        BinaryOperatorKind.GreaterThan => value > end,
        BinaryOperatorKind.GreaterThanOrEqual => value >= end,
        BinaryOperatorKind.NotEquals => value != end,
        _ => false,
    };
}
