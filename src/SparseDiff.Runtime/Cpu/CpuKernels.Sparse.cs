using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Densify(SparseRows sparse, Tensor into)
    {
        Densify(sparse, Host.Pointer(into));
        GC.KeepAlive(into);
    }

    public override void SparseTimesDense(SparseRows s, Tensor w, Tensor into)
    {
        int width = into.Columns;
        if (s.Columns == 0) // A sum of nothing.
            Fill(into, 0);
        else if (s.IsMasked || SparseProduct.DenseIsFaster(s.Rows, s.Columns, width, s.Density))
            DenseProduct.Multiply(GemmShape.Contiguous(s.Rows, width, s.Columns), Dense(s), Host.Pointer(w), Host.Pointer(into), accumulate: false);
        else
            SparseProduct.TimesDense(Host.Csr(s), Host.Pointer(w), width, Host.Pointer(into), accumulate: false);
        GC.KeepAlive(s);
        GC.KeepAlive(w);
        GC.KeepAlive(into);
    }

    public override void SparseTransposedTimesDense(SparseRows s, Tensor x, RowGradient into)
    {
        into.BeginAdding();
        if (s.IsMasked || SparseProduct.DenseIsFaster(s.Rows, s.Columns, into.RowLength, s.Density))
            TransposedTimesDense(Dense(s), s.Rows, Host.Pointer(x), into);
        else if ((DeferredProducts.ForStep(into, s.Rows, s.Count) ?? DeferredProducts.For(into, s.Rows, s.Count)) is { } deferred)
            deferred.Add(Host.Csr(s), Host.Pointer(x));
        else
            TransposedTimesDense(Host.Csr(s), Host.Pointer(x), into.RowLength, into);
        GC.KeepAlive(s);
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    /// <summary>into[N, K] += dYᵀ · x with the entries that dY[rows, N] has; rows of x lie <paramref name="stride"/> apart.</summary>
    internal static void TransposedTimesDense(in Csr dY, float* x, int stride, RowGradient into)
    {
        Csc columns = Csc.Build(dY);
        byte* adds = Scratch.Get<byte>(ScratchUse.Touched, dY.Columns);
        for (int column = 0; column < dY.Columns; column++)
        {
            if (columns.ColumnStart[column] != columns.ColumnStart[column + 1])
                adds[column] = into.Touch(column) ? (byte)1 : (byte)0;
        }
        SparseProduct.TransposedTimesDense(columns, dY.Rows, x, stride, into.RowLength, Host.Pointer(into.Buffer), SumMode.ByMark, adds);
    }

    public override void SparseColumnSums(SparseRows s, RowGradient into)
    {
        into.BeginAdding();
        float* sums = Scratch.Get<float>(ScratchUse.Partials, s.Columns);
        byte* present = Scratch.Get<byte>(ScratchUse.Touched, s.Columns);
        new Span<float>(sums, s.Columns).Clear();
        if (s.Masked is { } masked)
        {
            new Span<byte>(present, s.Columns).Fill(1);
            Reductions.ColumnSums(Host.Pointer(masked), s.Rows, s.Columns, sums, 1, accumulate: false);
        }
        else
        {
            new Span<byte>(present, s.Columns).Clear();
            Csr csr = Host.Csr(s);
            for (int entry = 0; entry < csr.Count; entry++)
            {
                sums[csr.Indices[entry]] += csr.Values[entry];
                present[csr.Indices[entry]] = 1;
            }
        }
        float* gradient = Host.Pointer(into.Buffer);
        for (int column = 0; column < s.Columns; column++)
        {
            if (present[column] != 0)
                gradient[column] = into.Touch(column) ? gradient[column] + sums[column] : sums[column];
        }
        GC.KeepAlive(s);
        GC.KeepAlive(into);
    }

    public override void SparseElementwise<TKernel>(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> outputs)
    {
        if (dY.Masked is { } masked)
        {
            MaskedElementwise(kernel, masked, inputs, outputs);
            return;
        }
        foreach (SparseRows output in outputs)
        {
            if (!ReferenceEquals(output, dY))
                output.BeginLike(dY);
        }
        GatheredElementwise<TKernel>.Run(kernel, dY, inputs, outputs);
        Host.KeepAlive(inputs);
        GC.KeepAlive(dY);
    }

    public override void AddSparse(SparseRows a, SparseRows b, SparseRows into)
    {
        if (a.IsMasked || b.IsMasked)
        {
            (SparseRows dense, SparseRows other) = a.IsMasked ? (a, b) : (b, a);
            Tensor sum = ReferenceEquals(into, dense) ? dense.Masked! : into.BeginMasked(dense.Shape);
            if (!ReferenceEquals(into, dense))
                Copy(dense.Masked!, sum);
            AddTo(other, sum);
            return;
        }
        if (ReferenceEquals(a.Pattern, b.Pattern))
        {
            into.BeginLike(a);
            float* x = Host.Pointer(a.Values), y = Host.Pointer(b.Values), sum = Host.Pointer(into.Values);
            for (int entry = 0; entry < a.Count; entry++)
                sum[entry] = x[entry] + y[entry];
        }
        else
        {
            into.BeginCompressed(a.Shape, a.Count + b.Count);
            into.Pattern.Count = SparseUnion.Add(Host.Csr(a), Host.Csr(b), Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(into);
    }

    public override void SparseReshape(SparseRows s, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (s.Masked is { } masked)
        {
            Copy(masked, into.BeginMasked(shape));
            return;
        }
        into.BeginCompressed(shape, s.Count);
        into.Pattern.Count = s.Count;
        SparseRegroup.Run(Host.Csr(s), into.Rows, into.Columns, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
        GC.KeepAlive(s);
        GC.KeepAlive(into);
    }

    public override void AddTo(SparseRows s, Tensor into)
    {
        float* sum = Host.Pointer(into);
        if (s.Masked is { } masked)
        {
            Elementwise(default(Binary<Lanes.Add>), [into, masked.HasShapeOf(into) ? masked : masked.View(into.Shape)], [into]);
            return;
        }
        Csr csr = Host.Csr(s);
        for (int row = 0; row < csr.Rows; row++)
        {
            float* line = sum + ((long)row * csr.Columns);
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
                line[csr.Indices[entry]] += csr.Values[entry];
        }
        GC.KeepAlive(s);
        GC.KeepAlive(into);
    }

    /// <summary>The gradient as a dense block: its own when masked, else in scratch.</summary>
    private static float* Dense(SparseRows s)
    {
        if (s.Masked is { } masked)
            return Host.Pointer(masked);
        float* dense = Scratch.Get<float>(ScratchUse.Densified, (long)s.Rows * s.Columns);
        Densify(s, dense);
        return dense;
    }

    private static void Densify(SparseRows s, float* into)
    {
        if (s.Masked is { } masked)
        {
            new ReadOnlySpan<float>(Host.Pointer(masked), masked.Length).CopyTo(new Span<float>(into, masked.Length));
            return;
        }
        Csr csr = Host.Csr(s);
        for (int row = 0; row < csr.Rows; row++)
        {
            float* line = into + ((long)row * csr.Columns);
            new Span<float>(line, csr.Columns).Clear();
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
                line[csr.Indices[entry]] = csr.Values[entry];
        }
        GC.KeepAlive(s);
    }

    private void MaskedElementwise<TKernel>(in TKernel kernel, Tensor dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> outputs)
        where TKernel : struct, IElementwise
    {
        var all = new Tensor[inputs.Length + 1];
        var results = new Tensor[outputs.Length];
        all[0] = dY;
        inputs.CopyTo(all.AsSpan(1));
        for (int o = 0; o < outputs.Length; o++)
            results[o] = ReferenceEquals(outputs[o].Masked, dY) ? dY : outputs[o].BeginMasked(dY.Shape);
        Elementwise(new WhereSelected<TKernel>(kernel), all, results);
    }
}
