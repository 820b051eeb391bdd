using System;

namespace SparseDiff;

/// <summary>
/// Makes a static method a derivative rule (vector-Jacobian product): it computes the gradient of one argument of an operation
/// from the gradient of the operation's result.
/// </summary>
/// <remarks>
/// The names of the rule's parameters say what it reads: <c>dY</c> is the gradient of the result (its type is the gradient
/// format this rule accepts), <c>y</c> the result, every other name the forward argument of that name, and <c>into</c> the
/// destination. A rule whose <c>into</c> is a <c>Slot</c> or <c>SparseSlot</c> overwrites and returns the gradient; one whose
/// <c>into</c> is a <c>RowGradient</c> adds to it and returns nothing.
/// </remarks>
/// <param name="operation">The name of the operation's method, in the same container.</param>
/// <param name="argument">The name of the argument whose gradient the rule computes.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VjpOfAttribute(string operation, string argument) : Attribute
{
    /// <summary>The name of the operation's method.</summary>
    public string Operation { get; } = operation;

    /// <summary>The name of the argument whose gradient the rule computes.</summary>
    public string Argument { get; } = argument;
}
