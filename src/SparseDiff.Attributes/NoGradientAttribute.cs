using System;

namespace SparseDiff;

/// <summary>Says that nobody wants the gradient of this argument or member; what only it would need is not computed.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class NoGradientAttribute : Attribute;
