using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps k entries of the whole tensor at random, each as likely as any other, whatever they are. With the same seed every worker keeps the same
/// ones, so that their indices need not be sent.
/// </summary>
/// <remarks>What is not finite passes before all others: a gradient that has gone wrong must show.</remarks>
/// <param name="budget">
/// How many entries pass, or which share of them; scaled, how much variance that may add, (d / k - 1) ‖g‖²; unscaled, which share of the
/// energy they keep on average, k / d.
/// </param>
public sealed class RandomK(Budget budget) : IBlockSelection, ICheckedSelection
{
    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Whether what passes is multiplied by d / k, which makes it unbiased.</summary>
    public bool IsScaled { get; set; } = true;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public bool IsUnbiased => IsScaled;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) =>
        SettingCheck.Of(nameof(RandomK), Budget, Shapes.Length(shape), "of the tensor", IsScaled ? BudgetKind.Variance : BudgetKind.Energy);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        Select(gradient, null, draw, into);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) => Select(gradient.Values, gradient, draw, into);

    /// <param name="gradient">What exists of the gradient; the rest is zero.</param>
    /// <param name="examples">Which examples those are; null when it is all of it.</param>
    /// <param name="draw">The point's sequence of numbers.</param>
    /// <param name="into">What passes.</param>
    private void Select(Tensor gradient, SparseExamples? examples, ulong draw, SparseRows into)
    {
        int d = examples is null ? gradient.Length : Shapes.Length(examples.Shape);
        int k = d == 0 ? 0 : Count(Budget, d, IsScaled);
        int[] places = ArrayPool<int>.Shared.Rent(Math.Max(1, k));
        var shuffle = new RandomOrder(d, CounterRandom.Bits((ulong)(uint)Seed, draw));
        int first = k > 0 && gradient.Device.Kernels.CountAbove(gradient, float.MaxValue) > 0 ? TakeNotFinite(gradient, places.AsSpan(0, k)) : 0;
        if (examples is not null)
            ExampleBlock.Outside(examples, places.AsSpan(0, first));
        ReadOnlySpan<int> taken = places.AsSpan(0, first);
        for (int i = first, drawn = 0; i < k; drawn++)
        {
            int place = shuffle.At(drawn);
            if (first == 0 || taken.BinarySearch(place) < 0)
                places[i++] = place;
        }

        Array.Sort(places, 0, k);
        int existing = examples is null ? k : ExampleBlock.Within(examples, places.AsSpan(0, k));
        EntrySelection.Keep(gradient, places.AsSpan(0, existing), IsScaled && k > 0 ? (float)((double)d / k) : 1, into);
        ArrayPool<int>.Shared.Return(places);
    }

    private static int Count(Budget budget, int d, bool scaled) => (budget.Kind, scaled) switch
    {
        (BudgetKind.Variance, true) => Math.Clamp((int)Math.Ceiling(d / (1 + budget.Checked(nameof(RandomK)))), 1, d),
        (BudgetKind.Energy, false) => Math.Clamp((int)Math.Ceiling(budget.Checked(nameof(RandomK)) * d), 1, d),
        _ => budget.CountOf(nameof(RandomK), d, "of the tensor"),
    };

    /// <summary>The first entries that are not finite, ascending; how many were taken.</summary>
    private static int TakeNotFinite(Tensor gradient, Span<int> places)
    {
        float[] values = gradient.ToArray();
        int count = 0;
        for (int i = 0; i < values.Length && count < places.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                places[count++] = i;
        }

        return count;
    }
}
