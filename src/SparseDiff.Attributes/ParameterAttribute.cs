using System;

namespace SparseDiff;

/// <summary>Marks a <c>Tensor</c> member as a parameter of the model: it has a gradient and optimizers update it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ParameterAttribute : Attribute;
