using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.SampledK(z, ratio)</c> after every linear operation of the method: forwards the
/// identity, backwards an unbiased sample of the gradient passes, drawn by magnitude.
/// </summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step, from the whole tensor unless a scope is given; what is dropped is gone, as what passes is unbiased.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("SampledK", Unbiased = "")]
public sealed class SampledKAttribute : Attribute
{
    /// <summary>Lets a share of the entries pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    public SampledKAttribute(double ratio) => Ratio = ratio;

    /// <summary>Lets a number of entries pass, give or take one; of columns or examples where they are what is sampled.</summary>
    /// <param name="k">At least 1, and at most as many as compete.</param>
    public SampledKAttribute(int k) => K = k;

    /// <summary>Lets as many entries pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of entries, a <c>Budget</c> what it says.</param>
    public SampledKAttribute(string ratioMember) => RatioMember = ratioMember;

    /// <summary>The expected share of entries that pass, in [0, 1], when a number was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of entries that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>The member that says it, when one was named.</summary>
    public string? RatioMember { get; }

    /// <summary>The seed of the draws; equal seeds give equal draws.</summary>
    public int Seed { get; set; }

    /// <summary>What is sampled from: the whole tensor by default, or each row, the columns, or the examples.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Tensor;
}
