using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets the entries pass that are larger in magnitude than <paramref name="value"/>.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="value">At least 0; read at every forward pass.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <seealso cref="SparseDiff.Threshold"/>
    [SparsityPoint]
    public static Tensor Threshold(Tensor x, float value)
    {
        SettingCheck.Threshold(value);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(Threshold), "x")]
    public static SparseRows ThresholdVjp(Tensor dY, float value, SparseSlot into = default) =>
        ThresholdVjp(default(Identity), [dY], value, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(Threshold), "x")]
    public static SparseRows ThresholdVjp(SparseExamples dY, float value, SparseSlot into = default) =>
        ByVjp(dY, new Threshold(value), into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(Threshold), "x")]
    public static SparseRows ThresholdVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float value, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new Threshold(value), pull, inputs, into.Take(inputs[0].Device), into);
}
