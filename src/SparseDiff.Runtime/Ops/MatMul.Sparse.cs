using SparseDiff.Kernels;

namespace SparseDiff;

// The gradients of a matrix product from one of which only selected entries, or columns, exist.
public static partial class Ops
{
    // Estimated by bytes and multiply-adds, not measured: a transposed copy of a matrix is taken to cost what its dense product with half as many rows does.
    private const int CopiesFrom = 128;

    // The multiply-adds of one dense product of a batch: below, finding a matrix' own entries is taken to cost more than it saves (an estimate too).
    private const long OneOfSeveralFrom = 1 << 20;

    // Numbers of scratch memory; the dense rules use 0.
    private const int TurnedScratch = 1, ProductScratch = 2, DenseScratch = 3;

    /// <summary>
    /// dA = dY · op(b)ᵀ, or its transpose, with only the selected entries of dY. The product is dense where a copy of b (unless transposed, b must
    /// be turned) or many small matrices would cost more than the zeros.
    /// </summary>
    [VjpOf(nameof(MatMul), "a")]
    public static Tensor MatMulVjpA(SparseRows dY, [ShapeOnly] Tensor a, Tensor b, bool transposeA, bool transposeB, Slot into = default)
    {
        int width = transposeB ? b.Shape[^1] : b.Shape[^2];
        if (IsDenseFaster(dY, width, oneMatrix: b.Rank == 2, copies: !transposeB))
            return MatMulVjpA(Densified(dY), a, b, transposeA, transposeB, into);
        Tensor w = transposeB ? b : Turned(b, TurnedScratch);
        Span<int> shape = stackalloc int[dY.Shape.Length];
        dY.Shape.CopyTo(shape);
        shape[^1] = width;
        bool direct = !transposeA && shape.SequenceEqual(a.Shape);
        Tensor product = direct ? into.TakeLike(a) : Scratch.Take(dY.Device, shape, ProductScratch);
        if (w.Rank == 2)
        {
            dY.Device.Kernels.SparseTimesDense(dY, w, product.AsMatrix());
        }
        else
        {
            for (int i = 0; i < Shapes.Length(shape[..^2]); i++)
                dY.Device.Kernels.SparseTimesDense(MatrixOf(dY, i), MatrixOf(w, shape[..^2], i), MatrixOf(product, shape[..^2], i));
        }

        if (direct)
            return product;
        Tensor dA = into.TakeLike(a);
        AddTo(product, transposeA, dA, accumulate: false);
        return dA;
    }

    /// <summary>
    /// dB += op(a)ᵀ · dY, or its transpose, with only the selected entries of dY; of one transposed b only the rows whose output has an entry. The
    /// product is dense where turning matrices, or many small ones, would cost more than the zeros.
    /// </summary>
    [VjpOf(nameof(MatMul), "b")]
    public static void MatMulVjpB(SparseRows dY, Tensor a, bool transposeA, bool transposeB, RowGradient into)
    {
        bool oneMatrix = into.Shape.Length == 2;
        int width = transposeA ? a.Shape[^2] : a.Shape[^1];
        if (IsDenseFaster(dY, width, oneMatrix, copies: transposeA || !transposeB))
        {
            AddDense(Densified(dY), a, transposeA, transposeB, into);
            return;
        }

        Tensor x = transposeA ? Turned(a, TurnedScratch) : a;
        KernelSet kernels = dY.Device.Kernels;
        if (oneMatrix && transposeB)
        {
            kernels.SparseTransposedTimesDense(dY, x.AsMatrix(), into);
            return;
        }

        if (oneMatrix)
        {
            AddTo(TransposedProduct(dY, x.AsMatrix()), turned: true, into.Buffer, into.TouchAll());
            return;
        }

        Span<int> shape = stackalloc int[dY.Shape.Length];
        dY.Shape.CopyTo(shape);
        (shape[^2], shape[^1]) = (dY.Columns, width);
        Tensor product = Scratch.Take(dY.Device, shape, ProductScratch);
        for (int i = 0; i < Shapes.Length(shape[..^2]); i++)
            kernels.Copy(TransposedProduct(MatrixOf(dY, i), MatrixOf(x, shape[..^2], i)), MatrixOf(product, shape[..^2], i));
        AddTo(product, turned: !transposeB, into.Buffer, into.TouchAll());
    }

    /// <summary>dA = dY · op(b)ᵀ, or its transpose, with the selected columns of dY and those of op(b) that belong to them: small dense products.</summary>
    [VjpOf(nameof(MatMul), "a")]
    public static Tensor MatMulVjpA(SparseColumns dY, [ShapeOnly] Tensor a, Tensor b, bool transposeA, bool transposeB, Slot into = default)
    {
        Tensor kept = b;
        if (!dY.Pattern.IsAll)
        {
            Span<int> shape = stackalloc int[b.Rank];
            int axis = KeptShape(b.Shape, dY, transposeB, shape);
            kept = Scratch.Take(b.Device, shape, TurnedScratch);
            b.Device.Kernels.Gather(b, axis, dY.Pattern, kept);
        }

        return MatMulVjpA(dY.Values, a, kept, transposeA, transposeB, into);
    }

    /// <summary>dB += op(a)ᵀ · dY, or its transpose, in the columns of op(b) that dY has: small dense products.</summary>
    [VjpOf(nameof(MatMul), "b")]
    public static void MatMulVjpB(SparseColumns dY, Tensor a, bool transposeA, bool transposeB, RowGradient into)
    {
        Span<int> shape = stackalloc int[into.Shape.Length];
        int axis = KeptShape(into.Shape, dY, transposeB, shape);
        Tensor kept = Scratch.Take(dY.Device, shape, ProductScratch);
        kept = MatMulVjpB(dY.Values, a, kept, transposeA, transposeB, Scratch.Slot(ProductScratch));
        if (axis == 0)
            dY.Device.Kernels.AddRows(kept, dY.Pattern, into);
        else
            dY.Device.Kernels.Scatter(kept, axis, dY.Pattern, into.AsDense());
    }

    private static bool IsDenseFaster(SparseRows dY, int width, bool oneMatrix, bool copies)
    {
        int rows = oneMatrix ? dY.Rows : dY.Shape[^2];
        if (dY.IsMasked || (copies && rows < CopiesFrom))
            return true;
        // Where entries lie on a device, one matrix' own are found only by filling them all up.
        return !oneMatrix && (dY.Pattern.RowStart is not HostIndexStorage || (long)rows * dY.Columns * width < OneOfSeveralFrom);
    }

    private static Tensor Densified(SparseRows dY)
    {
        if (dY.Masked is { } masked)
            return masked;
        Tensor dense = Scratch.Take(dY.Device, dY.Shape, DenseScratch);
        dY.Device.Kernels.Densify(dY, dense);
        return dense;
    }

    private static void AddDense(Tensor dY, Tensor a, bool transposeA, bool transposeB, RowGradient into)
    {
        KernelSet kernels = dY.Device.Kernels;
        bool accumulate = into.TouchAll();
        if (into.Shape.Length > 2 || (transposeA && a.Rank > 2))
            kernels.SumTo(MatMulVjpB(dY, a, into.Buffer, transposeA, transposeB, Scratch.Slot(ProductScratch)), into.Buffer, scale: 1, accumulate);
        else if (transposeB)
            kernels.MatMul(dY.AsMatrix(), transposeA: true, a.AsMatrix(), transposeA, bias: null, into.Buffer, accumulate);
        else
            kernels.MatMul(a.AsMatrix(), !transposeA, dY.AsMatrix(), transposeB: false, bias: null, into.Buffer, accumulate);
    }

    /// <summary>dYᵀ · x, [N, K], until the next one on this thread.</summary>
    private static Tensor TransposedProduct(SparseRows dY, Tensor x)
    {
        RowGradient product = Scratch.TakeGradient(dY.Device, dY.Columns, x.Columns);
        dY.Device.Kernels.SparseTransposedTimesDense(dY, x, product);
        return product.Values;
    }

    /// <summary>into (or +=) the product, its matrices turned or not, summed to into's shape.</summary>
    private static void AddTo(Tensor product, bool turned, Tensor into, bool accumulate)
    {
        if (turned && !accumulate && into.Rank == product.Rank && into.Length == product.Length)
            Turn(product, into);
        else
            product.Device.Kernels.SumTo(turned ? Turned(product, TurnedScratch) : product, into, scale: 1, accumulate);
    }

    /// <summary>The transposes of a tensor's matrices, in scratch memory.</summary>
    private static Tensor Turned(Tensor x, int scratch)
    {
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        (shape[^2], shape[^1]) = (shape[^1], shape[^2]);
        Tensor turned = Scratch.Take(x.Device, shape, scratch);
        Turn(x, turned);
        return turned;
    }

    private static void Turn(Tensor x, Tensor into)
    {
        Span<int> order = stackalloc int[x.Rank];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        (order[^2], order[^1]) = (order[^1], order[^2]);
        x.Device.Kernels.Permute(x, order, into);
    }

    /// <summary>The shape of b with only the columns of op(b) that dY has, and the axis they lie along.</summary>
    private static int KeptShape(ReadOnlySpan<int> b, SparseColumns dY, bool transposeB, Span<int> shape)
    {
        int axis = transposeB ? b.Length - 2 : b.Length - 1;
        b.CopyTo(shape);
        shape[axis] = dY.Pattern.Count;
        return axis;
    }

    /// <summary>The entries of one matrix of a batch, until the next on this thread.</summary>
    private static SparseRows MatrixOf(SparseRows dY, int index)
    {
        int rows = dY.Shape[^2];
        SparseRows matrix = Scratch.TakeSparse(dY.Device);
        dY.Device.Kernels.CopyBlock(dY, new SparseBlock(dY.Rows, index * rows, rows, 0, rows, 0, 0, dY.Columns), dY.Shape[^2..], matrix);
        return matrix;
    }

    /// <summary>The matrix of a tensor that goes with one of a batch, to whose dimensions its own leading ones broadcast.</summary>
    private static Tensor MatrixOf(Tensor x, ReadOnlySpan<int> batch, int index)
    {
        int matrix = 0;
        int stride = 1;
        for (int axis = x.Rank - 3, i = batch.Length - 1; axis >= 0; axis--, i--)
        {
            matrix += x.Shape[axis] == 1 ? 0 : index % batch[i] * stride;
            index /= batch[i];
            stride *= x.Shape[axis];
        }

        return new Tensor(x.Storage, x.Offset + (matrix * x.Shape[^2] * x.Shape[^1]), x.Shape[^2..]);
    }
}
