using System;

namespace SparseDiff;

/// <summary>
/// Asks the generator for the derivative of a method: for <c>Loss</c> it writes <c>LossForward</c>, <c>LossBackward</c>,
/// <c>LossWithGradients</c> and the record of kept values, <c>LossSaved</c>.
/// </summary>
/// <remarks>The containing type must be <c>partial</c>.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DifferentiableAttribute : Attribute
{
    /// <summary>
    /// Whether an object's method also gets an overload of <c>LossBackward</c> that gives the gradients of its tensor arguments, but those marked
    /// <c>[NoGradient]</c>. A method that another differentiable method of the same project calls gets it by itself; one that other projects call needs this.
    /// A static method always gives its arguments' gradients.
    /// </summary>
    public bool InputGradients { get; set; }
}
