using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.TopK(z, ratio, Scope)</c> after every linear operation of the method: forwards the
/// identity, backwards only the entries of largest magnitude pass.
/// </summary>
/// <param name="ratio">The share of entries that pass, in [0, 1].</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("TopK")]
public sealed class TopKAttribute(double ratio) : Attribute
{
    /// <summary>The share of entries that pass, in [0, 1].</summary>
    public double Ratio { get; } = ratio;

    /// <summary>The set in which entries compete; each example by default.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Row;
}
