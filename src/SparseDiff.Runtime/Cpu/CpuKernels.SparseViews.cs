using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void CopyBlock(SparseRows from, in SparseBlock block, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (from.Masked is { } masked)
        {
            CopyBlock(Host.Pointer(masked), from.Columns, block, into.BeginMasked(shape));
            GC.KeepAlive(from);
            return;
        }
        into.BeginCompressed(shape, from.Count);
        Csr csr = Host.Csr(from);
        int* starts = Host.Pointer(into.Pattern.RowStart), columns = Host.Pointer(into.Pattern.ColumnIndex);
        float* values = Host.Pointer(into.Values);
        int shift = block.IntoColumn - block.FromColumn;
        int n = 0;
        for (int row = 0; row < into.Rows; row++)
        {
            starts[row] = n;
            int source = block.SourceOf(row);
            int end = source < 0 ? 0 : csr.RowStart[source + 1];
            for (int entry = source < 0 ? 0 : csr.RowStart[source]; entry < end; entry++)
            {
                int column = csr.Indices[entry];
                if ((uint)(column - block.FromColumn) >= (uint)block.Columns)
                    continue;
                columns[n] = column + shift;
                values[n++] = csr.Values[entry];
            }
        }
        starts[into.Rows] = n;
        into.Pattern.Count = n;
        GC.KeepAlive(from);
        GC.KeepAlive(into);
    }

    private static void CopyBlock(float* from, int fromColumns, in SparseBlock block, Tensor into)
    {
        int columns = into.Columns;
        var all = new Span<float>(Host.Pointer(into), into.Length);
        all.Clear();
        for (int row = 0; row < into.Rows; row++)
        {
            int source = block.SourceOf(row);
            if (source >= 0)
                new ReadOnlySpan<float>(from + ((long)source * fromColumns) + block.FromColumn, block.Columns).CopyTo(all.Slice((row * columns) + block.IntoColumn));
        }
    }
}
