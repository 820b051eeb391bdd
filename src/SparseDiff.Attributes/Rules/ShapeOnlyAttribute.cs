using System;

namespace SparseDiff;

/// <summary>On a rule's parameter: the rule reads only the tensor's shape, so its values need not be kept for the backward pass.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeOnlyAttribute : Attribute;
