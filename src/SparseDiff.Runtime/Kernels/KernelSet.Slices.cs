namespace SparseDiff.Kernels;

public abstract partial class KernelSet
{
    // --- slices: formats of which whole columns or examples exist --------------------------------------------------------------

    /// <summary>into = the kept slices of x along an axis, which is the only dimension that differs.</summary>
    public abstract void Gather(Tensor x, int axis, AxisPattern kept, Tensor into);

    /// <summary>The kept slices of <paramref name="into"/> += x.</summary>
    public abstract void Scatter(Tensor x, int axis, AxisPattern kept, Tensor into);

    /// <summary>into[i] = the norm of slice i of x along an axis.</summary>
    public abstract void Norms(Tensor x, int axis, SliceNorm norm, Tensor into);

    /// <summary>The k largest of scores [n], none of which is negative, ascending; ties by lowest index; not-a-number ranks first.</summary>
    /// <param name="scores">[n].</param>
    /// <param name="k">1 … n.</param>
    /// <param name="into">The kernel begins it.</param>
    public abstract void LargestOf(Tensor scores, int k, AxisPattern into);

    /// <summary>The given rows of <paramref name="into"/> += x [rows.Count, row length].</summary>
    public abstract void AddRows(Tensor x, AxisPattern rows, RowGradient into);

    /// <summary>into = op(a) · the given rows of b (or += when <paramref name="accumulate"/>).</summary>
    /// <param name="a">[M, rows.Count], or [rows.Count, M] when transposed.</param>
    /// <param name="transposeA">Whether op(a) is the transpose.</param>
    /// <param name="b">[rows.Extent, N].</param>
    /// <param name="rows">Which rows of b.</param>
    /// <param name="into">[M, N].</param>
    /// <param name="accumulate">Whether to add to <paramref name="into"/>.</param>
    public virtual void MatMulRows(Tensor a, bool transposeA, Tensor b, AxisPattern rows, Tensor into, bool accumulate)
    {
        Tensor gathered = b;
        if (!rows.IsAll)
        {
            gathered = Scratch.Take(b.Device, [rows.Count, b.Columns]);
            Gather(b, 0, rows, gathered);
        }

        MatMul(a, transposeA, gathered, transposeB: false, bias: null, into, accumulate);
    }

    /// <summary>The given rows of <paramref name="into"/> += aᵀ · b.</summary>
    /// <param name="a">[K, rows.Count].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="rows">Where the rows of the product belong.</param>
    /// <param name="into">[rows.Extent, N].</param>
    public virtual void MatMulIntoRows(Tensor a, Tensor b, AxisPattern rows, RowGradient into)
    {
        if (rows.IsAll)
        {
            bool accumulate = into.TouchAll();
            MatMul(a, transposeA: true, b, transposeB: false, bias: null, into.Buffer, accumulate);
            return;
        }

        Tensor product = Scratch.Take(b.Device, [rows.Count, b.Columns]);
        MatMul(a, transposeA: true, b, transposeB: false, bias: null, product, accumulate: false);
        AddRows(product, rows, into);
    }
}
