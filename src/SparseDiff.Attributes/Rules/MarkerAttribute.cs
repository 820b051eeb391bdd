using System;

namespace SparseDiff;

/// <summary>
/// On an attribute class: the attribute stands for the sparsity point of this name. Its constructor and named arguments are
/// the marker's arguments of the same name (first letter in lower case).
/// </summary>
/// <param name="operation">The name of the marker method.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MarkerAttribute(string operation) : Attribute
{
    /// <summary>The name of the marker method.</summary>
    public string Operation { get; } = operation;

    /// <summary>
    /// Set when what passes is right on average, so that on a parameter nothing is kept for the next step: empty, or the name of the argument
    /// of the attribute that must not be false for it.
    /// </summary>
    public string? Unbiased { get; set; }
}
