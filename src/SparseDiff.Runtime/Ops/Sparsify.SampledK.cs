using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    private static void CheckSampled(SelectionScope scope)
    {
        if (scope is not (SelectionScope.Row or SelectionScope.Tensor or SelectionScope.Columns or SelectionScope.Examples))
            throw new NotSupportedException($"SampledK: the scope must be Row, Tensor, Columns or Examples, but is {scope}.");
    }

    /// <summary>
    /// Lets an unbiased sample of about the share <paramref name="ratio"/> of the gradient pass: entry g with probability
    /// p = min(1, |g| / τ), as g / p; or whole columns or examples, by their norms.
    /// </summary>
    /// <remarks>
    /// τ is such that the probabilities add up to k = max(⌊ratio · d⌋, 1); systematic sampling keeps k, give or take one.
    /// Large entries pass unchanged, small ones become ±τ or nothing. Source: Wangni et al., Gradient Sparsification for
    /// Communication-Efficient Distributed Optimization, NeurIPS 2018; of examples: VCAS, ICLR 2024.
    /// </remarks>
    /// <param name="x">The value whose gradient is sampled.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scope">What is sampled from: the whole tensor, each row, the columns, or the examples.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    [SparsityPoint]
    public static Tensor SampledK(Tensor x, float ratio, int seed = 0, SelectionScope scope = SelectionScope.Tensor)
    {
        CheckSampled(scope);
        Count(nameof(SampledK), ratio, scope, x.Shape);
        return x;
    }

    /// <summary>Samples entries from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(Tensor dY, float ratio, int seed, SelectionScope scope, SparseSlot into = default) =>
        SampledKVjp(default(Identity), [dY], ratio, seed, scope, into);

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(SparseExamples dY, float ratio, int seed, SelectionScope scope, SparseSlot into = default) =>
        ByVjp(dY, new SampledK(ratio) { Seed = seed, Scope = scope }, into);

    /// <summary>Produces the gradient element by element and samples entries from it.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int seed, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        int k = Count(nameof(SampledK), ratio, scope, shape);
        Device device = inputs[0].Device;
        SparseRows result = into.Take(device);
        if (scope == SelectionScope.Tensor)
            device.Kernels.SampleTensor(pull, inputs, shape, k, CounterRandom.Uniform((ulong)(uint)seed, into.NextDraw()), result);
        else if (scope == SelectionScope.Row)
            device.Kernels.SampleRows(pull, inputs, shape, k, CounterRandom.Bits((ulong)(uint)seed, into.NextDraw()), result);
        else
            throw Unknown(nameof(SampledK), scope);
        Show(into, pull, inputs, result);
        return result;
    }

    /// <summary>Samples columns from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(Tensor dY, float ratio, int seed, SparseSlot into = default)
    {
        SparseColumns result = SparseColumns.Take(into, dY.Device);
        SlicePolicy.Sample(dY, ratio, seed, into.NextDraw(), result);
        Show(into, default(Identity), [dY], result);
        return result;
    }

    /// <summary>Samples columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(SparseExamples dY, float ratio, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledColumns(ratio) { Seed = seed }, into);

    /// <summary>Produces the gradient element by element and samples columns from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => SampledKColumnsVjp(Produce(pull, inputs), ratio, seed, into);

    /// <summary>Samples examples from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(Tensor dY, float ratio, int seed, SparseSlot into = default)
    {
        SparseExamples result = SparseExamples.Take(into, dY.Device);
        SlicePolicy.Sample(dY, ratio, seed, into.NextDraw(), result);
        Show(into, default(Identity), [dY], result);
        return result;
    }

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(SparseExamples dY, float ratio, int seed, SparseSlot into = default)
    {
        ArgumentNullException.ThrowIfNull(dY);
        SparseExamples result = SparseExamples.Take(into, dY.Device);
        SlicePolicy.Sample(dY, ratio, seed, into.NextDraw(), result);
        Show(into, dY, result);
        return result;
    }

    /// <summary>Produces the gradient element by element and samples examples from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => SampledKExamplesVjp(Produce(pull, inputs), ratio, seed, into);
}
