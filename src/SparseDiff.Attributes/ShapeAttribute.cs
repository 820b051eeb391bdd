using System;

namespace SparseDiff;

/// <summary>
/// Declares the shape of a tensor, so that the generator can check the calls it takes part in and write shapes into generated
/// code: <c>[Shape("batch, inputs")]</c>.
/// </summary>
/// <remarks>
/// Dimensions are separated by commas: a name (equal names are equal dimensions, different names different ones), a number,
/// <c>?</c> for any dimension, and at the beginning <c>...</c> for any leading dimensions. The empty text is a scalar. In a
/// differentiable method names hold for the whole type; on an operation they hold for one call, <c>...</c> included.
/// Tensors without this attribute are not checked.
/// </remarks>
/// <param name="dimensions">The dimensions, outermost first.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class ShapeAttribute(string dimensions) : Attribute
{
    /// <summary>The dimensions, outermost first.</summary>
    public string Dimensions { get; } = dimensions;

    /// <summary>On the result of an operation: whether its declared shapes hold only where the call leaves out all optional arguments.</summary>
    public bool ForDefaults { get; set; }
}
