using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>A function of floats as the same function of doubles, for the reference device and gradient checks.</summary>
/// <param name="lanes">The keys of functions that have a lane struct; they are called through it.</param>
internal sealed class Widening(EquatableArray<string> lanes)
{
    public FunctionPlan Of(FunctionPlan plan) => plan with
    {
        Function = plan.Function with { Result = NumberType.Double },
        Variables = plan.Variables.Select(static variable => variable.Type == NumberType.Single && !variable.IsArray ? variable with { Type = NumberType.Double, TypeText = "double" } : variable).ToEquatable(),
        Body = Of(plan.Body),
    };

    private EquatableArray<Statement> Of(EquatableArray<Statement> body) => body.Select(Of).ToEquatable();

    private Statement Of(Statement statement) => statement switch
    {
        Assignment { Value: { } value } assignment => assignment with { Value = Of(value) },
        Branch branch => branch with { Condition = Of(branch.Condition), Then = Of(branch.Then), Else = Of(branch.Else) },
        Loop loop => loop with { Condition = Of(loop.Condition), Body = Of(loop.Body), Iterators = Of(loop.Iterators) },
        CopiedStatement { Wide: { } wide } copied => copied with { Text = wide },
        Throw { Wide: { } wide } thrown => thrown with { Text = wide },
        _ => statement,
    };

    private static NumberType Wide(NumberType type) => type == NumberType.Single ? NumberType.Double : type;

    private EquatableArray<Expression> Of(EquatableArray<Expression> expressions) => expressions.Select(Of).ToEquatable();

    private Expression Of(Expression value) => value switch
    {
        VariableRead read => read with { Type = Wide(read.Type) },
        Constant constant => constant with { Type = Wide(constant.Type) },
        Copied copied => copied with { Type = Wide(copied.Type), Text = copied.Wide ?? copied.Text },
        Negation negation => negation with { Type = Wide(negation.Type), Operand = Of(negation.Operand) },
        Arithmetic arithmetic => arithmetic with { Type = Wide(arithmetic.Type), Left = Of(arithmetic.Left), Right = Of(arithmetic.Right) },
        Conversion conversion => Of(conversion.Operand),
        MathCall call => call with { Type = Wide(call.Type), Container = call.Container switch { "MathF" => "Math", "float" => "double", var other => other }, Arguments = Of(call.Arguments) },
        FunctionCall call => Of(call),
        Choice choice => choice with { Type = Wide(choice.Type), Condition = Of(choice.Condition), WhenTrue = Of(choice.WhenTrue), WhenFalse = Of(choice.WhenFalse) },
        Comparison comparison => comparison with { Left = Of(comparison.Left), Right = Of(comparison.Right) },
        Logic logic => logic with { Operands = Of(logic.Operands) },
        _ => value,
    };

    /// <summary>Another function: over lanes of one double, or, where it has no lane struct, as it is.</summary>
    private Expression Of(FunctionCall call)
    {
        if (lanes.Contains(LaneTable.KeyOf(call.Function.Key)))
            return call with { Type = NumberType.Double, Function = call.Function with { IsOverLanes = true }, Arguments = Of(call.Arguments) };
        FunctionCall same = call with { Arguments = call.Arguments.Select(argument => argument.Type == NumberType.Single ? new Conversion(NumberType.Single, Of(argument)) : Of(argument)).ToEquatable() };
        return call.Type == NumberType.Single ? new Conversion(NumberType.Double, same) : same;
    }
}
