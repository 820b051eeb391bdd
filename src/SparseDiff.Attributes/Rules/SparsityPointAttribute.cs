using System;

namespace SparseDiff;

/// <summary>
/// Marks an operation that is the identity forwards and selects entries of the gradient backwards. Its rules return a sparse
/// format; a generic rule <c>Rule&lt;TKernel&gt;(TKernel pull, ReadOnlySpan&lt;Tensor&gt; inputs, …)</c> produces the gradient
/// element by element while it selects.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SparsityPointAttribute : Attribute;
