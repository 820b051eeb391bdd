using System;

namespace SparseDiff;

/// <summary>
/// Asks the generator for the derivative of a method: for <c>Loss</c> it writes <c>LossForward</c>, <c>LossBackward</c>,
/// <c>LossWithGradients</c> and the record of kept values, <c>LossSaved</c>.
/// </summary>
/// <remarks>The containing type must be <c>partial</c>.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DifferentiableAttribute : Attribute;
