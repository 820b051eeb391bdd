using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>Everything that is to be written for a type's gradients.</summary>
/// <param name="Type">The type.</param>
/// <param name="Points">What passes of the gradients of parameters, where attributes say so.</param>
internal sealed record GradientsPlan(TypeSpec Type, EquatableArray<ParameterPoint> Points);

/// <summary>A selection from a parameter's gradient after the backward pass.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Marker">The attribute.</param>
/// <param name="Rule">The rule that selects.</param>
/// <param name="Operands">What the rule reads, by position; the gradient among them.</param>
/// <param name="Point">The marker, which checks its settings.</param>
/// <param name="Settings">What the marker reads, by position; the tensor among them.</param>
internal sealed record ParameterPoint(
    MemberSpec Parameter, MarkerSpec Marker, VjpRule Rule, EquatableArray<OperandSpec> Operands, OperationSpec Point, EquatableArray<OperandSpec> Settings)
{
    /// <summary>Whether the selection may be of one's own, and so may fail: by a policy in a member, or by a rule from elsewhere.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether only the run knows if the settings are in range: those of members, and a count, which depends on the shape.</summary>
    public bool NeedsCheck => Settings.Any(operand => operand.Kind != OperandKind.Tensor && (operand.Parameter == "k" || Marker.Arguments.Any(argument => argument.Type is not null && argument.Parameter == operand.Parameter)));
}
