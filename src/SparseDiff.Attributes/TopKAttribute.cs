using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.TopK(z, ratio, Scope)</c>, or <c>Sparsify.TopK(z, k, Scope)</c>, after every linear operation of the
/// method: forwards the identity, backwards only the entries of largest magnitude pass.
/// </summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step, from the whole tensor unless a scope is given; what is dropped is added to the next step's gradient.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("TopK")]
public sealed class TopKAttribute : Attribute
{
    /// <summary>Lets a share of the entries pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    public TopKAttribute(double ratio) => Ratio = ratio;

    /// <summary>Lets a number of entries pass.</summary>
    /// <param name="k">At least 1, and at most as many as compete.</param>
    public TopKAttribute(int k) => K = k;

    /// <summary>Lets as many entries pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of entries, a <c>Budget</c> what it says.</param>
    public TopKAttribute(string ratioMember) => RatioMember = ratioMember;

    /// <summary>The member that says it, when one was named.</summary>
    public string? RatioMember { get; }

    /// <summary>The share of entries that pass, when a share was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of entries that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>The set in which entries compete; each example by default.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Row;
}
