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

    /// <summary>Forwards: the loss of each row. Null backwards.</summary>
    public double* Losses;

    /// <summary>Backwards: scale · (softmax − onehot).</summary>
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
            float largest = SoftmaxLine.Max(line, Classes);
            if (Losses != null)
            {
                float sum = SoftmaxLine.ExpSum(line, Classes, largest, null);
                Losses[row] = Math.Log(sum) + ((double)largest - line[Labels[row]]);
            }
            else
            {
                float* gradient = Gradient + ((long)row * Classes);
                float sum = SoftmaxLine.ExpSum(line, Classes, largest, gradient);
                Multiply(gradient, Classes, Scale / sum);
                gradient[Labels[row]] -= Scale;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* x, int count, float scale)
    {
        for (int i = 0; i < count; i += 16)
        {
            int part = Math.Min(16, count - i);
            Simd.StorePart(x + i, part, Simd.LoadPart(x + i, part) * Vector512.Create(scale));
        }
    }
}
