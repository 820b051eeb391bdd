using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>The lines of a tensor along an axis: line l's entries are at (l / Inner · Length · Inner) + (l mod Inner) + i · Inner.</summary>
/// <param name="Count">How many lines there are.</param>
/// <param name="Length">How many entries a line has.</param>
/// <param name="Inner">How far neighbours are apart: the product of the dimensions behind the axis.</param>
internal readonly record struct Lines(int Count, int Length, int Inner)
{
    /// <summary>Where a line begins.</summary>
    public int Start(int line) => (line / Inner * Length * Inner) + (line % Inner);
}

/// <summary>Softmax and its logarithm: one group a line. The result may overwrite the input.</summary>
internal static class SoftmaxKernels
{
    /// <summary>into = softmax(x), or log softmax(x) when <paramref name="logarithm"/> is 1.</summary>
    [GpuKernel]
    public static void Softmax(Lines lines, int logarithm, ArrayView<float> x, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int line = Grid.IdxX; line < lines.Count; line += Grid.DimX)
        {
            int start = lines.Start(line);
            float largest = Largest(start, lines.Length, lines.Inner, x, shared);
            float sum = SumOfExponentials(start, lines.Length, lines.Inner, largest, x, shared);
            float logSum = Log(sum);
            for (int i = Group.IdxX; i < lines.Length; i += Group.DimX)
            {
                int place = start + (i * lines.Inner);
                float shifted = x[place] - largest;
                into[place] = logarithm != 0 ? shifted - logSum : Exp(shifted) / sum;
            }
        }
    }

    /// <summary>into = y (dY - Σ y dY), or dY - e^y Σ dY when y is a logarithm.</summary>
    [GpuKernel]
    public static void SoftmaxVjp(Lines lines, int logarithm, ArrayView<float> y, ArrayView<float> dY, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int line = Grid.IdxX; line < lines.Count; line += Grid.DimX)
        {
            int start = lines.Start(line);
            float sum = 0f;
            for (int i = Group.IdxX; i < lines.Length; i += Group.DimX)
            {
                int place = start + (i * lines.Inner);
                sum += logarithm != 0 ? dY[place] : y[place] * dY[place];
            }

            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            for (int i = Group.IdxX; i < lines.Length; i += Group.DimX)
            {
                int place = start + (i * lines.Inner);
                into[place] = logarithm != 0 ? dY[place] - (Exp(y[place]) * sum) : y[place] * (dY[place] - sum);
            }
        }
    }

    /// <summary>losses[row] = Σ target · (log Σ e^logits - logits); 0 for an ignored row.</summary>
    [GpuKernel]
    public static void CrossEntropy(Lines rows, LabelTargets targets, ArrayView<float> logits, ArrayView<int> labels, ArrayView<float> losses)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < rows.Count; row += Grid.DimX)
        {
            int start = row * rows.Length;
            int label = labels[row];
            float largest = Largest(start, rows.Length, 1, logits, shared);
            float sum = SumOfExponentials(start, rows.Length, 1, largest, logits, shared);
            float all = 0f;
            for (int i = Group.IdxX; i < rows.Length; i += Group.DimX)
                all += logits[start + i] - largest;
            all = Groups.Reduce<float, FloatSum>(all, shared);
            if (Group.IdxX == 0)
            {
                float loss = 0f;
                if (label != targets.Ignored)
                    loss = Log(sum) - ((1f - targets.Smoothing) * (logits[start + label] - largest)) - (targets.Smoothing * all / rows.Length);
                losses[row] = loss;
            }
        }
    }

    /// <summary>into = dLoss / counted rows · (softmax(logits) - target); 0 for an ignored row.</summary>
    [GpuKernel]
    public static void CrossEntropyVjp(
        Lines rows, LabelTargets targets, ArrayView<float> logits, ArrayView<int> labels, ArrayView<float> dLoss, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < rows.Count; row += Grid.DimX)
        {
            int start = row * rows.Length;
            float largest = Largest(start, rows.Length, 1, logits, shared);
            float sum = SumOfExponentials(start, rows.Length, 1, largest, logits, shared);
            int label = labels[row];
            float scale = label != targets.Ignored ? dLoss[0] / targets.Counted : 0f;
            for (int i = Group.IdxX; i < rows.Length; i += Group.DimX)
            {
                float target = (i == label ? 1f - targets.Smoothing : 0f) + (targets.Smoothing / rows.Length);
                into[start + i] = scale * ((Exp(logits[start + i] - largest) / sum) - target);
            }
        }
    }

    private static float Largest(int start, int length, int step, ArrayView<float> x, ArrayView<float> shared)
    {
        float largest = float.NegativeInfinity;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            largest = FloatMaximum.Merge(largest, x[start + (i * step)]);
        return Groups.Reduce<float, FloatMaximum>(largest, shared);
    }

    private static float SumOfExponentials(int start, int length, int step, float largest, ArrayView<float> x, ArrayView<float> shared)
    {
        float sum = 0f;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            sum += Exp(x[start + (i * step)] - largest);
        return Groups.Reduce<float, FloatSum>(sum, shared);
    }

    private static float Exp(float x) => FloatLane.Exp(new FloatLane(x)).Value;

    private static float Log(float x) => FloatLane.Log(new FloatLane(x)).Value;
}
