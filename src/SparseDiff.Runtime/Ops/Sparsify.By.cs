using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets pass what a policy selects: an object held in a member, so that schedules and settings need no rebuild.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="policy">The policy; read at every forward pass.</param>
    /// <returns><paramref name="x"/>.</returns>
    [SparsityPoint]
    public static Tensor By(Tensor x, ISelection<SparseRows> policy) => Point(x, policy);

    /// <inheritdoc cref="By(Tensor, ISelection{SparseRows})"/>
    [SparsityPoint]
    public static Tensor By(Tensor x, ISelection<SparseColumns> policy) => Point(x, policy);

    /// <inheritdoc cref="By(Tensor, ISelection{SparseRows})"/>
    [SparsityPoint]
    public static Tensor By(Tensor x, ISelection<SparseExamples> policy) => Point(x, policy);

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseRows ByVjp(Tensor dY, ISelection<SparseRows> policy, SparseSlot into = default) =>
        ByVjp(default(Identity), [dY], policy, into);

    /// <summary>Selects columns from a gradient that exists.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseColumns ByVjp(Tensor dY, ISelection<SparseColumns> policy, SparseSlot into = default) =>
        ByVjp(default(Identity), [dY], policy, into);

    /// <summary>Selects examples from a gradient that exists.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseExamples ByVjp(Tensor dY, ISelection<SparseExamples> policy, SparseSlot into = default) =>
        ByVjp(default(Identity), [dY], policy, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseRows ByVjp(SparseExamples dY, ISelection<SparseRows> policy, SparseSlot into = default) =>
        Run(policy, dY, into.Take(DeviceOf(dY)), into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseColumns ByVjp(SparseExamples dY, ISelection<SparseColumns> policy, SparseSlot into = default) =>
        Run(policy, dY, SparseColumns.Take(into, DeviceOf(dY)), into);

    /// <summary>Selects examples from those that another point let pass.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseExamples ByVjp(SparseExamples dY, ISelection<SparseExamples> policy, SparseSlot into = default) =>
        Run(policy, dY, SparseExamples.Take(into, DeviceOf(dY)), into);

    /// <summary>Produces the gradient element by element while it selects, if the policy can.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseRows ByVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ISelection<SparseRows> policy, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(policy, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Produces the gradient element by element while it selects columns, if the policy can.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseColumns ByVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ISelection<SparseColumns> policy, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(policy, pull, inputs, SparseColumns.Take(into, inputs[0].Device), into);

    /// <summary>Produces the gradient element by element while it selects examples, if the policy can.</summary>
    [VjpOf(nameof(By), "x")]
    public static SparseExamples ByVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ISelection<SparseExamples> policy, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(policy, pull, inputs, SparseExamples.Take(into, inputs[0].Device), into);

    private static Device DeviceOf(SparseExamples gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return gradient.Device;
    }

    private static Tensor Point(Tensor x, object policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        SettingCheck.Of(policy, x.Shape);
        return x;
    }
}
