using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>Softmax cross-entropy of logits[rows, classes] against one label a row, forwards or backwards.</summary>
internal unsafe struct CrossEntropyJob : IPartJob
{
    private const int EntriesPerPart = 8192;

    public float* Logits;
    public int* Labels;
    public int Rows;
    public int Classes;
    public float Smoothing;
    public int Ignored;

    /// <summary>Forwards: the loss of each row. Null backwards.</summary>
    public double* Losses;

    /// <summary>Backwards: scale · (softmax − target).</summary>
    public float* Gradient;
    public float Scale;

    public void Run()
    {
        int rowsPerPart = RowsPerPart;
        CpuPool.Run(ref this, (Rows + rowsPerPart - 1) / rowsPerPart);
    }

    private readonly int RowsPerPart => Math.Max(1, EntriesPerPart / Math.Max(1, Classes));

    public readonly void Run(int part)
    {
        int end = Math.Min(Rows, (part + 1) * RowsPerPart);
        for (int row = part * RowsPerPart; row < end; row++)
        {
            float* line = Logits + ((long)row * Classes);
            float* gradient = Gradient == null ? null : Gradient + ((long)row * Classes);
            if (Labels[row] == Ignored)
            {
                if (gradient != null)
                    new Span<float>(gradient, Classes).Clear();
                else
                    Losses[row] = 0;
                continue;
            }
            float largest = SoftmaxLine.Max(line, Classes);
            float sum = SoftmaxLine.ExpSum(line, Classes, largest, gradient);
            if (gradient != null)
            {
                Scaled(gradient, Classes, Scale / sum, -Scale * Smoothing / Classes);
                gradient[Labels[row]] -= Scale * (1 - Smoothing);
                continue;
            }
            double target = (1 - Smoothing) * (double)line[Labels[row]];
            if (Smoothing != 0)
                target += Smoothing * System.Numerics.Tensors.TensorPrimitives.Sum(new ReadOnlySpan<float>(line, Classes)) / Classes;
            Losses[row] = Math.Log(sum) + (largest - target);
        }
    }

    /// <summary>x = scale · x + offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scaled(float* x, int count, float scale, float offset)
    {
        for (int i = 0; i < count; i += 16)
        {
            int part = Math.Min(16, count - i);
            Simd.StorePart(x + i, part, Simd.Fma(Simd.LoadPart(x + i, part), Vector512.Create(scale), Vector512.Create(offset)));
        }
    }
}
