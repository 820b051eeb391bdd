using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>The gradient that a point selects from, as a tensor.</summary>
internal static class Produced
{
    /// <summary>The number of scratch memory that the gradient lives in; policies take others.</summary>
    private const int Number = 1;

    /// <summary>The gradient: itself where it exists, else in scratch memory, valid until the next one on this thread.</summary>
    public static Tensor Gradient<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape)
        where TKernel : struct, IElementwise
    {
        if (typeof(TKernel) == typeof(Identity) && inputs[0].Shape.SequenceEqual(shape))
            return inputs[0];
        Tensor gradient = Scratch.Take(inputs[0].Device, shape, Number);
        gradient.Device.Kernels.Elementwise(pull, inputs, [gradient]);
        return gradient;
    }

    /// <summary>The gradient with zeros for the examples that do not exist, in the same scratch memory.</summary>
    public static Tensor Gradient(SparseExamples examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Tensor gradient = Scratch.Take(examples.Device, examples.Shape, Number);
        gradient.Device.Kernels.Fill(gradient, 0);
        gradient.Device.Kernels.Scatter(examples.Values, examples.Axis, examples.Pattern, gradient);
        return gradient;
    }
}
