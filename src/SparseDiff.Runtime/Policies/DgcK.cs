using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps about k entries of the whole tensor, as Deep Gradient Compression has it: a strided sample of one percent gives a threshold;
/// while less than 0.8 k pass it is lowered, at most ten times; if more than 1.3 k pass, the exact k of them are taken. Source:
/// Lin et al., Deep Gradient Compression, ICLR 2018.
/// </summary>
/// <param name="budget">How many entries pass, about, or which share of them or of the energy.</param>
public sealed class DgcK(Budget budget) : ISelection<SparseRows>
{
    private const int Stride = 100;
    private const int MaximalRounds = 10;
    private const double Fewest = 0.8;
    private const double Most = 1.3;

    /// <summary>How many entries pass, about; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        KernelSet kernels = gradient.Device.Kernels;
        int k = gradient.Length == 0 ? 0 : MagnitudeBudget.CountOf(Budget, nameof(DgcK), gradient);
        float threshold = gradient.Length < 2 * Stride ? 0 : OfSample(gradient, k, (int)(CounterRandom.Bits(0, draw) % Stride));
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
    private static float OfSample(Tensor gradient, int k, int first)
    {
        KernelSet kernels = gradient.Device.Kernels;
        int count = gradient.Length / Stride;
        Tensor strided = new(gradient.Storage, gradient.Offset, [count, Stride]);
        Tensor sample = Scratch.Take(gradient.Device, [count, 1]);
        using AxisPattern column = new(gradient.Device);
        column.Set(Stride, [first]);
        kernels.Gather(strided, 1, column, sample);
        SparseRows largest = new(gradient.Device);
        int kept = Math.Clamp((int)Math.Ceiling((double)k * count / gradient.Length), 1, count);
        kernels.SelectTensor(default(Identity), [sample], sample.Shape, kept, largest);
        float smallest = float.PositiveInfinity;
        foreach (float value in Values(largest))
            smallest = Math.Min(smallest, float.IsFinite(value) ? Math.Abs(value) : float.MaxValue);
        largest.Dispose();
        return smallest > 0 ? MathF.BitDecrement(smallest) : 0;
    }

    private static float[] Values(SparseRows rows)
    {
        if (rows.Masked is { } masked)
            return Array.FindAll(masked.ToArray(), static value => value != 0);
        var values = new float[rows.Count];
        rows.Values.Read(0, values);
        return values;
    }
}
