using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>What policies have in common that select whole slices, columns or examples, by their norms.</summary>
internal static class SlicePolicy
{
    /// <summary>Keeps the slices with the largest norms.</summary>
    public static void TopK(Tensor gradient, Budget budget, SliceNorm norm, SparseSlices into)
    {
        const string policy = "TopK";
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        KernelSet kernels = gradient.Device.Kernels;
        into.Begin(gradient.Shape, 0);
        int extent = into.Extent;
        Tensor scores = Scores(gradient, into.Axis, extent, budget.Kind == BudgetKind.Energy ? SliceNorm.L2 : norm);
        int k = budget.Kind == BudgetKind.Energy
            ? Math.Min(extent, SliceSample.CountOfEnergy(scores.ToArray(), budget.Checked(policy)))
            : budget.CountOf(policy, extent, Among(into));
        into.Begin(gradient.Shape, k);
        if (k > 0)
            kernels.LargestOf(scores, k, into.Pattern);
        if (into.Values.Length > 0)
            kernels.Gather(gradient, into.Axis, into.Pattern, into.Values);
    }

    /// <summary>Keeps an unbiased sample of slices, with probabilities in proportion to their L2 norms, each divided by its own.</summary>
    public static void Sample(Tensor gradient, Budget budget, int seed, ulong draw, SparseSlices into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        KernelSet kernels = gradient.Device.Kernels;
        into.Begin(gradient.Shape, 0);
        int extent = into.Extent;
        float[] scores = ArrayPool<float>.Shared.Rent(extent);
        float[] factors = ArrayPool<float>.Shared.Rent(extent);
        int[] kept = ArrayPool<int>.Shared.Rent(extent);
        Tensor norms = Scores(gradient, into.Axis, extent, SliceNorm.L2);
        norms.Storage.Read(norms.Offset, scores.AsSpan(0, extent));
        float uniform = CounterRandom.Uniform((ulong)(uint)seed, draw);
        int count = SliceSample.Draw(scores.AsSpan(0, extent), budget, "SampledK", Among(into), uniform, kept, factors);
        if (gradient.Rank == 0 && count == 0)
            (kept[0], factors[0], count) = (0, 0, 1); // The block of a single number always has it: dropped, it is zero.
        into.Keep(gradient, kept.AsSpan(0, count));
        if (into.Values.Length > 0)
            Scale(into, factors.AsSpan(0, count));
        ArrayPool<float>.Shared.Return(scores);
        ArrayPool<float>.Shared.Return(factors);
        ArrayPool<int>.Shared.Return(kept);
    }

    /// <summary>Keeps the existing examples with the largest norms: what <see cref="TopK(Tensor, Budget, SliceNorm, SparseSlices)"/> keeps of the dense gradient, but for examples that are not there.</summary>
    public static void TopK(SparseExamples gradient, Budget budget, SliceNorm norm, SparseExamples into)
    {
        const string policy = "TopK";
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        int extent = gradient.Pattern.Count;
        int k = 0;
        using AxisPattern largest = new(gradient.Device);
        if (extent > 0)
        {
            Tensor scores = Scores(gradient.Values, 0, extent, budget.Kind == BudgetKind.Energy ? SliceNorm.L2 : norm);
            k = budget.Kind == BudgetKind.Energy
                ? SliceSample.CountOfEnergy(scores.ToArray(), budget.Checked(policy))
                : Math.Min(extent, budget.CountOf(policy, gradient.Extent, Among(into)));
            gradient.Device.Kernels.LargestOf(scores, k, largest);
        }

        KeepOf(gradient, k == 0 ? [] : largest.ToArray(), into);
    }

    /// <summary>Keeps an unbiased sample of the existing examples: the same that <see cref="Sample(Tensor, Budget, int, ulong, SparseSlices)"/> draws of the dense gradient.</summary>
    public static void Sample(SparseExamples gradient, Budget budget, int seed, ulong draw, SparseExamples into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        int extent = gradient.Pattern.Count;
        float[] scores = extent == 0 ? [] : Scores(gradient.Values, 0, extent, SliceNorm.L2).ToArray();
        float[] factors = ArrayPool<float>.Shared.Rent(extent);
        int[] kept = ArrayPool<int>.Shared.Rent(extent);

        // The budget counts among all examples: those that are not there would never be drawn.
        Budget own = budget.Kind == BudgetKind.Variance || extent == 0 ? budget : Budget.Count(Math.Min(extent, budget.CountOf("SampledK", gradient.Extent, Among(into))));
        int count = extent == 0 ? 0 : SliceSample.Draw(scores, own, "SampledK", Among(into), CounterRandom.Uniform((ulong)(uint)seed, draw), kept, factors);
        KeepOf(gradient, kept.AsSpan(0, count), into);
        if (into.Values.Length > 0)
            Scale(into, factors.AsSpan(0, count));
        ArrayPool<float>.Shared.Return(factors);
        ArrayPool<int>.Shared.Return(kept);
    }

    /// <summary>Of the examples that exist those of these places; dense work on the block alone.</summary>
    private static void KeepOf(SparseExamples gradient, ReadOnlySpan<int> places, SparseExamples into)
    {
        ExampleBlock.Keep(gradient, places, into);
        if (into.Values.Length == 0)
            return;
        using AxisPattern rows = new(gradient.Device);
        rows.Set(gradient.Pattern.Count, places);
        gradient.Device.Kernels.Gather(gradient.Values, 0, rows, into.Values);
    }

    private static string Among(SparseSlices into) => into is SparseColumns ? "of columns" : "of examples";

    private static Tensor Scores(Tensor gradient, int axis, int extent, SliceNorm norm)
    {
        Tensor scores = Scratch.Take(gradient.Device, [extent]);
        gradient.Device.Kernels.Norms(gradient, axis, norm, scores);
        return scores;
    }

    private static void Scale(SparseSlices slices, ReadOnlySpan<float> factors)
    {
        Span<int> shape = stackalloc int[Math.Max(1, slices.Shape.Length)];
        shape.Fill(1);
        shape[slices.Axis] = factors.Length;
        Tensor scale = Scratch.Take(slices.Device, shape, 2);
        scale.CopyFrom(factors);
        Tensor values = slices.Shape.IsEmpty ? slices.Values.View(1) : slices.Values;
        slices.Device.Kernels.Elementwise(default(Binary<Lanes.Multiply>), [values, scale], [values]);
    }
}
