using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps k entries of the whole tensor at random, each as likely as any other, whatever they are. With the same seed every worker keeps the same
/// ones, so that their indices need not be sent.
/// </summary>
/// <param name="budget">How many entries pass, or which share.</param>
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
        int k = d == 0 ? 0 : budget.CountOf(nameof(RandomK), d, "of the tensor");
        int[] places = ArrayPool<int>.Shared.Rent(Math.Max(1, k));
        var shuffle = new RandomOrder(d, CounterRandom.Bits((ulong)(uint)seed, draw));
        for (int i = 0; i < k; i++)
            places[i] = shuffle.At(i);
        Array.Sort(places, 0, k);
        EntrySelection.Keep(gradient, places.AsSpan(0, k), scaled && k > 0 ? (float)((double)d / k) : 1, into);
        ArrayPool<int>.Shared.Return(places);
    }
}
