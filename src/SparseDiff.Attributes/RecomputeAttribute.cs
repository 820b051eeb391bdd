using System;

namespace SparseDiff;

/// <summary>
/// Asks for less memory and more work: where another differentiable method calls this method, or the part of the model in this member, only
/// the arguments are kept, and the backward pass computes the inner values again.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RecomputeAttribute : Attribute;
