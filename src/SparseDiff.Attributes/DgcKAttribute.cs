using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.DgcK(z, ratio)</c> after every linear operation of the method: about a share of the entries passes, those above a threshold that a sample suggests.</summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step, from the whole tensor unless a scope is given; what is dropped is added to the next step's gradient.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("DgcK")]
public sealed class DgcKAttribute : Attribute
{
    /// <summary>Lets a share of the entries pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    public DgcKAttribute(double ratio) => Ratio = ratio;

    /// <summary>Lets a number of entries pass, about.</summary>
    /// <param name="k">At least 1, and at most as many as compete.</param>
    public DgcKAttribute(int k) => K = k;

    /// <summary>Lets as many entries pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of entries, a <c>Budget</c> what it says.</param>
    public DgcKAttribute(string ratioMember) => RatioMember = ratioMember;

    /// <summary>The share of entries that passes, about, in [0, 1], when a number was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of entries that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>The member that says it, when one was named.</summary>
    public string? RatioMember { get; }
}
