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

    /// <summary>
    /// Whether the derivative of a static method is written by hand, for example as one pass over memory where the generator would make several.
    /// Beside <c>Step(Tensor x, Tensor h)</c> of two results stand <c>StepForward(Tensor x, Tensor h, out StepSaved saved, Workspace? workspace = null)</c>,
    /// which returns the same results, and <c>StepBackward(in StepSaved saved, Tensor dFirst, Tensor dSecond, out Tensor dX, out Tensor dH)</c>, whose
    /// gradients lie in memory of its own. Nothing is generated; methods that call this one use these.
    /// </summary>
    public bool ByHand { get; set; }
}
