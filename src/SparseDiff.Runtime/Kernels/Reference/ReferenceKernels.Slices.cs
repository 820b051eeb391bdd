namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Gather(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        double[] from = Doubles.Load(x);
        var result = new double[into.Length];
        VisitSlices(into.Shape, axis, kept, (compact, full) => result[compact] = from[full]);
        Doubles.Store(result, into);
    }

    public override void Scatter(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        double[] from = Doubles.Load(x);
        double[] result = Doubles.Load(into);
        VisitSlices(x.Shape, axis, kept, (compact, full) => result[full] += from[compact]);
        Doubles.Store(result, into);
    }

    public override void Norms(Tensor x, int axis, SliceNorm norm, Tensor into)
    {
        double[] values = Doubles.Load(x);
        var result = new double[into.Length];
        int inner = Inner(x.Shape, axis);
        for (int i = 0; i < values.Length; i++)
            result[i / inner % result.Length] += norm == SliceNorm.L1 ? Math.Abs(values[i]) : values[i] * values[i];
        Doubles.Store(norm == SliceNorm.L1 ? result : Array.ConvertAll(result, Math.Sqrt), into);
    }

    public override void LargestOf(Tensor scores, int k, AxisPattern into)
    {
        double[] values = Doubles.Load(scores);
        var kept = new bool[values.Length];
        KeepLargest(values, 0, values.Length, k, kept);
        into.Set(values.Length, Enumerable.Range(0, values.Length).Where(i => kept[i]).ToArray());
    }

    public override void AddRows(Tensor x, AxisPattern rows, RowGradient into)
    {
        double[] values = Doubles.Load(x);
        int[] indices = rows.ToArray();
        for (int i = 0; i < indices.Length; i++)
        {
            int start = i * into.RowLength;
            AddToRow(into, indices[i], j => values[start + j]);
        }
    }

    /// <summary>Calls back with the places of each entry in the compact block and in the full tensor.</summary>
    private static void VisitSlices(ReadOnlySpan<int> compactShape, int axis, AxisPattern kept, Action<int, int> entry)
    {
        int[] indices = kept.ToArray();
        int inner = Inner(compactShape, axis);
        int length = Shapes.Length(compactShape);
        for (int i = 0; i < length; i++)
        {
            int slice = i / inner % kept.Count;
            int outer = i / inner / kept.Count;
            entry(i, (((outer * kept.Extent) + indices[slice]) * inner) + (i % inner));
        }
    }

    /// <summary>The product of the dimensions behind an axis.</summary>
    private static int Inner(ReadOnlySpan<int> shape, int axis) => shape.IsEmpty ? 1 : Shapes.Length(shape[(axis + 1)..]);
}
