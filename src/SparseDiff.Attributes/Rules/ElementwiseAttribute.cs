using System;

namespace SparseDiff;

/// <summary>
/// Marks an operation that works element by element and is defined by a lane struct: <c>Apply</c> is the operation,
/// <c>Pull</c> (for several tensor arguments <c>PullA</c>, <c>PullB</c>, … after the argument's name) its derivative rules.
/// </summary>
/// <remarks>
/// <c>Apply</c>'s parameters stand in the order of the operation's; a <c>float</c> argument becomes a lane constant. The names
/// of a <c>Pull</c> method's parameters say what it reads: <c>dY</c>, the result <c>y</c>, or forward arguments by name.
/// </remarks>
/// <param name="lane">The lane struct.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ElementwiseAttribute(Type lane) : Attribute
{
    /// <summary>The lane struct.</summary>
    public Type Lane { get; } = lane;

    /// <summary>
    /// Whether <c>Apply</c> takes dozens of instructions, as an exponential does, and so do those of the <c>Pull</c> methods that do not read <c>y</c>.
    /// Such an operation does not share a kernel with another one that it waits for.
    /// </summary>
    public bool IsCostly { get; set; }
}
