using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.Threshold(z, value)</c> after every linear operation of the method: the entries pass that are larger in magnitude than a number.</summary>
/// <param name="value">The number, at least 0.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("Threshold")]
public sealed class ThresholdAttribute(double value) : Attribute
{
    /// <summary>The number, at least 0.</summary>
    public double Value { get; } = value;
}
