using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>The entries that a step changes: all, or those of listed rows.</summary>
/// <param name="Length">How many entries a step changes.</param>
/// <param name="RowLength">Entries per row.</param>
/// <param name="Listed">1 when only the rows of the list are stepped.</param>
internal readonly record struct SteppedRows(int Length, int RowLength, int Listed)
{
    /// <summary>The i-th entry that the step changes.</summary>
    public int At(int i, ArrayView<int> rows)
    {
        if (Listed == 0)
            return i;
        int row = i / RowLength;
        return (rows[row] * RowLength) + (i - (row * RowLength));
    }
}

/// <summary>The steps of the optimizers: one thread an entry.</summary>
internal static class OptimizerKernels
{
    /// <summary>w -= rate · (g + decay · w).</summary>
    [GpuKernel]
    public static void Sgd(
        SteppedRows stepped, float rate, float decay, ArrayView<int> rows, ArrayView<float> weights, ArrayView<float> gradients)
    {
        for (int i = GpuLanes.First; i < stepped.Length; i += GpuLanes.Stride)
        {
            int at = stepped.At(i, rows);
            weights[at] -= rate * (gradients[at] + (decay * weights[at]));
        }
    }

    /// <summary>m = momentum · m + g; w -= rate · (g + momentum · m, or m): see <see cref="SgdStep"/>.</summary>
    [GpuKernel]
    public static void Momentum(
        SteppedRows stepped, MomentumStep step, ArrayView<int> rows, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> velocity)
    {
        for (int i = GpuLanes.First; i < stepped.Length; i += GpuLanes.Stride)
        {
            int at = stepped.At(i, rows);
            float g = gradients[at] + (step.WeightDecay * weights[at]);
            float m = (step.Momentum * velocity[at]) + g;
            velocity[at] = m;
            weights[at] -= step.Rate * (step.Nesterov != 0 ? g + (step.Momentum * m) : m);
        }
    }

    /// <summary>One step of Adam or AdamW: see <see cref="AdamStep"/>.</summary>
    [GpuKernel]
    public static void Adam(
        SteppedRows stepped, AdamStep step, ArrayView<int> rows, ArrayView<float> weights, ArrayView<float> gradients,
        ArrayView<float> first, ArrayView<float> second)
    {
        for (int i = GpuLanes.First; i < stepped.Length; i += GpuLanes.Stride)
        {
            int at = stepped.At(i, rows);
            float w = weights[at];
            float g = gradients[at] + (step.Penalty * w);
            float m = (step.Beta1 * first[at]) + ((1f - step.Beta1) * g);
            float v = (step.Beta2 * second[at]) + ((1f - step.Beta2) * g * g);
            first[at] = m;
            second[at] = v;
            weights[at] = (w * step.Shrink) - (step.StepSize * m / ((MathF.Sqrt(v) * step.SecondScale) + step.Epsilon));
        }
    }
}

/// <summary>The constants of <see cref="SgdStep"/> with a flag that is a number: kernels take no booleans.</summary>
internal readonly record struct MomentumStep(float Rate, float Momentum, float WeightDecay, int Nesterov);
