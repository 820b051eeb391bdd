namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void CopyBlock(SparseRows from, in SparseBlock block, ReadOnlySpan<int> shape, SparseRows into)
    {
        double[] values = Dense(from);
        bool[] kept = Kept(from);
        int columns = shape[^1];
        var result = new double[Shapes.Length(shape)];
        var resultKept = new bool[result.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int source = block.SourceOf(i / columns);
            int column = (i % columns) - block.IntoColumn;
            if (source < 0 || (uint)column >= (uint)block.Columns)
                continue;
            int place = (source * from.Columns) + block.FromColumn + column;
            (result[i], resultKept[i]) = (values[place], kept[place]);
        }

        Store(result, resultKept, shape, into);
    }

    public override void SpreadExamples(SparseRows from, AxisPattern kept, ReadOnlySpan<int> shape, SparseRows into)
    {
        double[] values = Dense(from);
        bool[] exists = Kept(from);
        int[] examples = kept.ToArray();
        var result = new double[Shapes.Length(shape)];
        var resultKept = new bool[result.Length];
        int length = result.Length / Math.Max(1, kept.Extent);
        for (int i = 0; i < values.Length; i++)
        {
            int place = (examples[i / length] * length) + (i % length);
            (result[place], resultKept[place]) = (values[i], exists[i]);
        }

        Store(result, resultKept, shape, into);
    }
}
