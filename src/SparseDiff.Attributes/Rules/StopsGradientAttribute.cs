using System;

namespace SparseDiff;

/// <summary>Says that an operation is the identity through which no gradient flows back.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StopsGradientAttribute : Attribute;
