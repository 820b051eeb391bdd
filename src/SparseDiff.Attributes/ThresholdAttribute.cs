using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.Threshold(z, value)</c> after every linear operation of the method: the entries pass that are larger in magnitude than a number.</summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step, from the whole tensor unless a scope is given; what is dropped is added to the next step's gradient.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("Threshold")]
public sealed class ThresholdAttribute : Attribute
{
    /// <summary>Lets the entries pass that are larger than a number.</summary>
    /// <param name="value">At least 0.</param>
    public ThresholdAttribute(double value) => Value = value;

    /// <summary>Lets the entries pass that are larger than what a member says at every forward pass.</summary>
    /// <param name="valueMember">The name of a property or field of type <c>float</c> or <c>Schedule</c>.</param>
    public ThresholdAttribute(string valueMember) => ValueMember = valueMember;

    /// <summary>The number, at least 0, when one was given.</summary>
    public double? Value { get; }

    /// <summary>The member that says it, when one was named.</summary>
    public string? ValueMember { get; }
}
