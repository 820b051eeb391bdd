using System;

namespace SparseDiff;

/// <summary>
/// Puts <c>Sparsify.MaxChild</c> after every operation of the method that has several operands with gradients: only the operand whose
/// gradient has the largest L1 norm receives it, the others receive nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[Marker("MaxChild")]
public sealed class MaxChildAttribute : Attribute
{
    /// <summary>Whether parameters compete with the other operands; else they always receive their gradients.</summary>
    public bool Parameters { get; set; }
}
