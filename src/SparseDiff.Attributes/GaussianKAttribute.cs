using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.GaussianK(z, ratio)</c> after every linear operation of the method: about a share of the entries passes, those above a threshold that a normal distribution suggests.</summary>
/// <param name="ratio">The share of entries that passes, about, in [0, 1].</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("GaussianK")]
public sealed class GaussianKAttribute(double ratio) : Attribute
{
    /// <summary>The share of entries that passes, about, in [0, 1].</summary>
    public double Ratio { get; } = ratio;

    /// <summary>Whether the rule is the published one, which may miss the share by far.</summary>
    public bool AsPublished { get; set; }
}
