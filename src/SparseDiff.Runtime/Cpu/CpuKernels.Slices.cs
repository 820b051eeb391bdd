namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Gather(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        SliceCopy.Gather(SliceView.Of(into.Shape, axis, kept), Host.Pointer(x), Host.Pointer(kept.Index), Host.Pointer(into));
        KeepAlive(x, kept, into);
    }

    public override void Scatter(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        SliceCopy.Scatter(SliceView.Of(x.Shape, axis, kept), Host.Pointer(x), Host.Pointer(kept.Index), Host.Pointer(into));
        KeepAlive(x, kept, into);
    }

    public override void Norms(Tensor x, int axis, SliceNorm norm, Tensor into)
    {
        int inner = x.Rank == 0 ? 1 : Shapes.Length(x.Shape[(axis + 1)..]);
        int outer = into.Length == 0 || inner == 0 ? 0 : x.Length / into.Length / inner;
        SliceNorms.Run(Host.Pointer(x), outer, into.Length, inner, norm, Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override void LargestOf(Tensor scores, int k, AxisPattern into)
    {
        into.Reset(scores.Length, k);
        float* values = Scratch.Get<float>(ScratchUse.Row, k);
        new RowSelector(scores.Length, k).SelectSparse(Host.Pointer(scores), Host.Pointer(into.Index), values);
        GC.KeepAlive(scores);
        GC.KeepAlive(into);
    }

    public override void AddRows(Tensor x, AxisPattern rows, RowGradient into)
    {
        into.BeginAdding();
        int* index = Host.Pointer(rows.Index);
        int width = into.RowLength;
        for (int i = 0; i < rows.Count; i++)
        {
            var from = new ReadOnlySpan<float>(Host.Pointer(x) + ((long)i * width), width);
            var row = new Span<float>(Host.Pointer(into.Buffer) + ((long)index[i] * width), width);
            if (into.Touch(index[i]))
                System.Numerics.Tensors.TensorPrimitives.Add(row, from, row);
            else
                from.CopyTo(row);
        }
        GC.KeepAlive(into);
        KeepAlive(x, rows, x);
    }

    public override void MatMulRows(Tensor a, bool transposeA, Tensor b, AxisPattern rows, Tensor into, bool accumulate)
    {
        var shape = GemmShape.Contiguous(into.Rows, into.Columns, rows.Count, transposeA);
        if (rows.IsAll || DenseProduct.UsesOpenBlas(shape))
        {
            base.MatMulRows(a, transposeA, b, rows, into, accumulate);
            return;
        }
        var places = new GemmRows { OfB = Host.Pointer(rows.Index) };
        Gemm.Multiply(shape, Host.Pointer(a), Host.Pointer(b), Host.Pointer(into), accumulate, rows: places);
        GC.KeepAlive(a);
        KeepAlive(b, rows, into);
    }

    public override void MatMulIntoRows(Tensor a, Tensor b, AxisPattern rows, RowGradient into)
    {
        into.BeginAdding();
        var shape = GemmShape.Contiguous(rows.Count, b.Columns, a.Rows, transA: true);
        if (rows.IsAll || DenseProduct.UsesOpenBlas(shape))
        {
            base.MatMulIntoRows(a, b, rows, into);
            return;
        }
        int* index = Host.Pointer(rows.Index);
        byte* adds = Scratch.Get<byte>(ScratchUse.Touched, rows.Count);
        for (int i = 0; i < rows.Count; i++)
            adds[i] = into.Touch(index[i]) ? (byte)1 : (byte)0;
        Gemm.Multiply(shape, Host.Pointer(a), Host.Pointer(b), Host.Pointer(into.Buffer), accumulate: false, rows: new GemmRows { OfC = index, AddsToC = adds });
        GC.KeepAlive(into);
        KeepAlive(a, rows, b);
    }

    private static void KeepAlive(Tensor x, AxisPattern kept, Tensor into)
    {
        GC.KeepAlive(x);
        GC.KeepAlive(kept);
        GC.KeepAlive(into);
    }
}
