using System;

namespace SparseDiff;

/// <summary>Marks an operation whose backward pass is products with the gradient (linear, convolution): where <c>[TopK]</c> on a method puts its points.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinearOperationAttribute : Attribute;
