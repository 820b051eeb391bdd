using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.RandomK(z, ratio)</c> after every linear operation of the method: a share of the entries passes at random.</summary>
/// <param name="ratio">The share of entries that passes, in [0, 1].</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("RandomK")]
public sealed class RandomKAttribute(double ratio) : Attribute
{
    /// <summary>The share of entries that passes, in [0, 1].</summary>
    public double Ratio { get; } = ratio;

    /// <summary>The seed of the draws; equal seeds give equal draws.</summary>
    public int Seed { get; set; }

    /// <summary>Whether what passes is multiplied by d / k, which makes it unbiased.</summary>
    public bool Scaled { get; set; } = true;
}
