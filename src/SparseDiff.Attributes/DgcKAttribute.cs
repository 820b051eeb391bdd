using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.DgcK(z, ratio)</c> after every linear operation of the method: about a share of the entries passes, those above a threshold that a sample suggests.</summary>
/// <param name="ratio">The share of entries that passes, about, in [0, 1].</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("DgcK")]
public sealed class DgcKAttribute(double ratio) : Attribute
{
    /// <summary>The share of entries that passes, about, in [0, 1].</summary>
    public double Ratio { get; } = ratio;
}
