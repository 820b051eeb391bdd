using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.SampledK(z, ratio)</c> after every linear operation of the method: forwards the
/// identity, backwards an unbiased sample of the gradient passes, drawn by magnitude.
/// </summary>
/// <param name="ratio">The expected share of entries that pass, in [0, 1].</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("SampledK")]
public sealed class SampledKAttribute(double ratio) : Attribute
{
    /// <summary>The expected share of entries that pass, in [0, 1].</summary>
    public double Ratio { get; } = ratio;

    /// <summary>The seed of the draws; equal seeds give equal draws.</summary>
    public int Seed { get; set; }

    /// <summary>What is sampled from: the whole tensor by default, or each row, the columns, or the examples.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Tensor;
}
