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
public sealed class RandomK(Budget budget) : ISelection<SparseRows>
{
    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Whether what passes is multiplied by d / k, which makes it unbiased.</summary>
    public bool IsScaled { get; set; } = true;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw) => Select(gradient, Budget, Seed, IsScaled, draw, into);

    internal static void Select(Tensor gradient, Budget budget, int seed, bool scaled, ulong draw, SparseRows into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        int d = gradient.Length;
        int k = d == 0 ? 0 : Count(budget, d, scaled);
        int[] places = ArrayPool<int>.Shared.Rent(Math.Max(1, k));
        var shuffle = new RandomOrder(d, CounterRandom.Bits((ulong)(uint)seed, draw));
        int first = k > 0 && gradient.Device.Kernels.CountAbove(gradient, float.MaxValue) > 0 ? TakeNotFinite(gradient, places.AsSpan(0, k)) : 0;
        ReadOnlySpan<int> taken = places.AsSpan(0, first);
        for (int i = first, drawn = 0; i < k; drawn++)
        {
            int place = shuffle.At(drawn);
            if (first == 0 || taken.BinarySearch(place) < 0)
                places[i++] = place;
        }

        Array.Sort(places, 0, k);
        EntrySelection.Keep(gradient, places.AsSpan(0, k), scaled && k > 0 ? (float)((double)d / k) : 1, into);
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
