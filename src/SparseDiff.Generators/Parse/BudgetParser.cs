using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads of a budget that is written out, such as <c>Budget.Energy(0.9)</c>, what is constant: its kind, and its number.</summary>
internal static class BudgetParser
{
    private const string Count = "k";
    private const string Ratio = "ratio";

    public static OperandSpec Annotate(OperandSpec operand, IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: { } conversion, Operand: var converted } when conversion.ContainingType.Is(KnownNames.Budget) =>
            operand with { BudgetKind = conversion.Parameters[0].Type.SpecialType == SpecialType.System_Int32 ? Count : Ratio, Number = Constant(converted) },
        IConversionOperation { OperatorMethod: null, Operand: var same } when same.Type.Is(KnownNames.Budget) => Annotate(operand, same),
        IParenthesizedOperation { Operand: var inner } => Annotate(operand, inner),
        IInvocationOperation { TargetMethod: { IsStatic: true } made, Arguments.Length: > 0 } call when made.ContainingType.Is(KnownNames.Budget) => Made(operand, made, call),
        IDefaultValueOperation or IObjectCreationOperation { Arguments.Length: 0, Initializer: null } => operand with { BudgetKind = Count, Number = 0 },
        _ => operand,
    };

    private static OperandSpec Made(OperandSpec operand, IMethodSymbol made, IInvocationOperation call) => made.Name switch
    {
        "Count" => operand with { BudgetKind = Count, Number = Constant(call.Arguments[0].Value) },
        "Ratio" => operand with { BudgetKind = Ratio, Number = Constant(call.Arguments[0].Value) },
        "Energy" or "Variance" => operand with { BudgetKind = made.Name.ToLowerInvariant(), Number = Constant(call.Arguments[0].Value) },
        "Scheduled" => operand with { BudgetKind = Kind(call.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "kind")?.Value) },
        _ => operand,
    };

    private static string? Kind(IOperation? kind) => kind?.ConstantValue.Value switch
    {
        0 => Count,
        1 => Ratio,
        2 => "energy",
        3 => "variance",
        _ => null,
    };

    private static double? Constant(IOperation value) => ScalarParser.NumberOf(value.ConstantValue.Value);
}
