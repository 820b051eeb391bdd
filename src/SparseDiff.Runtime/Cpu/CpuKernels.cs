using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>The waist on the host's processor: takes addresses and sizes from tensors and hands them to the kernels of this folder.</summary>
/// <remarks>One file for each group: MatMul, Elementwise, Reductions, Rows (softmax and cross-entropy), Convolution, Pooling, Selection, Sparse, Optimizers.</remarks>
internal sealed unsafe partial class CpuKernels : KernelSet
{
    /// <summary>Above this share of kept entries a selection is stored masked: dense products are then faster (<see cref="SparseProduct.DenseIsFaster"/>).</summary>
    private const double MaskedAbove = 0.42;

    public override void Fill(Tensor into, float value)
    {
        new Span<float>(Host.Pointer(into), into.Length).Fill(value);
        GC.KeepAlive(into);
    }

    public override void Copy(Tensor from, Tensor into)
    {
        new ReadOnlySpan<float>(Host.Pointer(from), from.Length).CopyTo(new Span<float>(Host.Pointer(into), into.Length));
        GC.KeepAlive(from);
        GC.KeepAlive(into);
    }

    public override void ClearRows(Tensor into, ReadOnlySpan<int> rows, int rowLength)
    {
        fixed (int* first = rows)
        {
            var job = new ClearJob { Into = Host.Pointer(into), Rows = first, Count = rows.Length, RowLength = rowLength };
            job.RunAll();
        }
        GC.KeepAlive(into);
    }

    /// <summary>Makes some rows zero, many at a time.</summary>
    private struct ClearJob : IPartJob
    {
        /// <summary>256 KB: a second thread is worth waking from there on.</summary>
        private const int EntriesPerPart = 1 << 16;

        public float* Into;
        public int* Rows;
        public int Count;
        public int RowLength;
        private int rowsPerPart;

        public void RunAll()
        {
            rowsPerPart = Math.Max(1, EntriesPerPart / Math.Max(1, RowLength));
            CpuPool.Run(ref this, (Count + rowsPerPart - 1) / rowsPerPart);
        }

        public readonly void Run(int part)
        {
            int end = Math.Min(Count, (part + 1) * rowsPerPart);
            for (int i = part * rowsPerPart; i < end; i++)
                new Span<float>(Into + ((long)Rows[i] * RowLength), RowLength).Clear();
        }
    }
}
