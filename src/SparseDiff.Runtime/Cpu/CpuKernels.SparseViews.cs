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

    public override void SpreadExamples(SparseRows from, AxisPattern kept, ReadOnlySpan<int> shape, SparseRows into)
    {
        float* block = from.Masked is { } masked ? Host.Pointer(masked) : null;
        long count = block == null ? from.Count : GradientSweep.CountAtLeast(block, (long)from.Rows * from.Columns, 1);
        int length = Shapes.Length(shape) / Math.Max(1, kept.Extent);
        if (block != null && count > MaskedAbove * Shapes.Length(shape))
            SpreadBlock(block, kept, length, into.BeginMasked(shape));
        else
        {
            into.BeginCompressed(shape, (int)count);
            int* starts = Scratch.Get<int>(ScratchUse.Structure, from.Rows + 1);
            int* columns = Host.Pointer(into.Pattern.ColumnIndex);
            float* values = Host.Pointer(into.Values);
            if (block != null)
                TensorTopK.SelectAtLeast(block, from.Rows, from.Columns, 1, 0, starts, columns, values);
            else
            {
                Csr csr = Host.Csr(from);
                starts = csr.RowStart;
                new ReadOnlySpan<int>(csr.Indices, (int)count).CopyTo(new Span<int>(columns, (int)count));
                new ReadOnlySpan<float>(csr.Values, (int)count).CopyTo(new Span<float>(values, (int)count));
            }
            SpreadStarts(starts, kept, into.Rows / Math.Max(1, kept.Extent), Host.Pointer(into.Pattern.RowStart));
            into.Pattern.Count = (int)count;
        }
        GC.KeepAlive(from);
        GC.KeepAlive(kept);
        GC.KeepAlive(into);
    }

    /// <summary>Where the rows of all examples begin: those of an example that is not there where the next one's do.</summary>
    private static void SpreadStarts(int* starts, AxisPattern kept, int perExample, int* into)
    {
        int* examples = Host.Pointer(kept.Index);
        int place = 0;
        int row = 0;
        for (int example = 0; example < kept.Extent; example++)
        {
            bool exists = place < kept.Count && examples[place] == example;
            for (int i = 0; i < perExample; i++)
                into[row++] = starts[(place * perExample) + (exists ? i : 0)];
            place += exists ? 1 : 0;
        }
        into[row] = starts[place * perExample];
    }

    private static void SpreadBlock(float* block, AxisPattern kept, int length, Tensor into)
    {
        int* examples = Host.Pointer(kept.Index);
        int place = 0;
        for (int example = 0; example < kept.Extent; example++)
        {
            var target = new Span<float>(Host.Pointer(into) + ((long)example * length), length);
            if (place < kept.Count && examples[place] == example)
                new ReadOnlySpan<float>(block + ((long)place++ * length), length).CopyTo(target);
            else
                target.Clear();
        }
    }
}
