using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps about k entries of the whole tensor, as Deep Gradient Compression has it: a strided sample of one percent gives a threshold
/// (of small tensors all entries are the sample); while less than 0.8 k pass it is lowered, at most ten times; if more than 1.3 k pass, the exact k of them are taken. Source:
/// Lin et al., Deep Gradient Compression, ICLR 2018.
/// </summary>
/// <param name="budget">How many entries pass, about, or which share of them or of the energy.</param>
public sealed class DgcK(Budget budget) : IBlockSelection, ICheckedSelection
{
    // About a hundredth. A prime: with a divisor of the width all of the sample would be of one column, or of few.
    private const int Stride = 97;
    private const int LeastSample = 64; // Of smaller tensors all entries are the sample.
    private const int MaximalRounds = 10;
    private const double Fewest = 0.8;
    private const double Most = 1.3;

    /// <summary>How many entries pass, about; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Of(nameof(DgcK), Budget, Shapes.Length(shape), "of the tensor", BudgetKind.Energy);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Select(gradient, null, into, draw);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) => Select(gradient.Values, gradient, into, draw);

    /// <param name="gradient">What exists of the gradient; the rest is zero.</param>
    /// <param name="examples">Which examples those are; null when it is all of it.</param>
    /// <param name="into">What passes.</param>
    /// <param name="draw">The point's sequence of numbers.</param>
    private void Select(Tensor gradient, SparseExamples? examples, SparseRows into, ulong draw)
    {
        KernelSet kernels = gradient.Device.Kernels;
        int entries = examples is null ? gradient.Length : Shapes.Length(examples.Shape);
        int k = entries == 0 ? 0 : MagnitudeBudget.CountOf(Budget, nameof(DgcK), gradient, entries);
        float threshold = entries < LeastSample * Stride ? 0 : OfSample(gradient, examples, entries, k, (int)(CounterRandom.Bits(0, draw) % Stride));
        for (int round = 0; round < MaximalRounds; round++)
        {
            long count = kernels.CountAbove(gradient, threshold);
            if (count > Most * k)
            {
                kernels.SelectTensor(default(Identity), [gradient], gradient.Shape, k, into);
                return;
            }

            if (count >= Fewest * k)
                break;
            threshold *= (float)Fewest;
        }

        kernels.SelectAbove(gradient, threshold, into);
    }

    /// <summary>The smallest of the sample's share of the k largest; what is just above the next smaller float passes.</summary>
    private static float OfSample(Tensor gradient, SparseExamples? examples, int entries, int k, int first)
    {
        int count = entries / Stride;
        int kept = Math.Clamp((int)Math.Ceiling((double)k * count / entries), 1, count);
        Tensor sample = examples is null ? Strided(gradient, count, first) : Strided(examples, count, first);

        // What is not there is zero, and so is the smallest when it is among the largest.
        if (sample.Length < kept)
            return 0;
        SparseRows largest = new(gradient.Device);
        gradient.Device.Kernels.SelectTensor(default(Identity), [sample], sample.Shape, kept, largest);
        float[] values = Values(largest);
        largest.Dispose();
        float smallest = values.Length < kept ? 0 : float.PositiveInfinity;
        foreach (float value in values)
            smallest = Math.Min(smallest, float.IsFinite(value) ? Math.Abs(value) : float.MaxValue);
        return smallest > 0 ? MathF.BitDecrement(smallest) : 0;
    }

    /// <summary>Every so many an entry.</summary>
    private static Tensor Strided(Tensor gradient, int count, int first)
    {
        Tensor strided = new(gradient.Storage, gradient.Offset, [count, Stride]);
        Tensor sample = Scratch.Take(gradient.Device, [count, 1]);
        using AxisPattern column = new(gradient.Device);
        column.Set(Stride, [first]);
        gradient.Device.Kernels.Gather(strided, 1, column, sample);
        return sample;
    }

    /// <summary>Of the same entries of all examples those that exist.</summary>
    private static Tensor Strided(SparseExamples gradient, int count, int first)
    {
        int[] places = new int[count];
        for (int i = 0; i < count; i++)
            places[i] = first + (i * Stride);
        int existing = ExampleBlock.Within(gradient, places);
        Tensor sample = Scratch.Take(gradient.Device, [existing, 1]);
        if (existing == 0)
            return sample;
        Tensor block = gradient.Values;
        using AxisPattern kept = new(gradient.Device);
        kept.Set(block.Length, places.AsSpan(0, existing));
        gradient.Device.Kernels.Gather(new Tensor(block.Storage, block.Offset, [block.Length]), 0, kept, sample.View(existing));
        return sample;
    }

    /// <summary>The kept entries; of a masked layout those that are not zero.</summary>
    private static float[] Values(SparseRows rows)
    {
        if (rows.Masked is { } masked)
            return Array.FindAll(masked.ToArray(), static value => value != 0);
        var values = new float[rows.Count];
        rows.Values.Read(0, values);
        return values;
    }
}
