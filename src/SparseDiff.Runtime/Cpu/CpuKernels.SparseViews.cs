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

    public override void Reshape(SparseRows from, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (from.Masked is { } masked)
        {
            Copy(masked, into.BeginMasked(shape));
            return;
        }
        into.BeginCompressed(shape, from.Count);
        Csr csr = Host.Csr(from);
        int* starts = Host.Pointer(into.Pattern.RowStart), columns = Host.Pointer(into.Pattern.ColumnIndex);
        new ReadOnlySpan<float>(csr.Values, csr.Count).CopyTo(new Span<float>(Host.Pointer(into.Values), csr.Count));
        int next = 0;
        for (int row = 0; row < csr.Rows; row++)
        {
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
            {
                long place = ((long)row * csr.Columns) + csr.Indices[entry];
                int intoRow = (int)(place / into.Columns);
                while (next <= intoRow)
                    starts[next++] = entry;
                columns[entry] = (int)(place % into.Columns);
            }
        }
        while (next <= into.Rows)
            starts[next++] = csr.Count;
        into.Pattern.Count = csr.Count;
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
