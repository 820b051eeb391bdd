using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>
    /// Lets an unbiased sample of about the share <paramref name="ratio"/> of the whole tensor's entries pass: entry g with
    /// probability p = min(1, |g| / τ), as g / p.
    /// </summary>
    /// <remarks>
    /// τ is such that the probabilities add up to k = max(⌊ratio · d⌋, 1); systematic sampling keeps k entries, give or take one.
    /// Large entries pass unchanged, small ones become ±τ or nothing. Source: Wangni et al., Gradient Sparsification for
    /// Communication-Efficient Distributed Optimization, NeurIPS 2018.
    /// </remarks>
    /// <param name="x">The value whose gradient is sampled.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    [SparsityPoint]
    public static Tensor SampledK(Tensor x, float ratio, int seed = 0)
    {
        Count(nameof(SampledK), ratio, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Samples from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(Tensor dY, float ratio, int seed, SparseSlot into = default) =>
        SampledKVjp(default(Identity), [dY], ratio, seed, into);

    /// <summary>Produces the gradient element by element and samples from it.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        int k = Count(nameof(SampledK), ratio, SelectionScope.Tensor, shape);
        float uniform = CounterRandom.Uniform((ulong)(uint)seed, into.NextDraw());
        Device device = inputs[0].Device;
        SparseRows result = into.Take(device);
        device.Kernels.SampleTensor(pull, inputs, shape, k, uniform, result);
        return result;
    }
}
