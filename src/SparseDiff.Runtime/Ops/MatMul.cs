using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The matrix product op(a) · op(b), for each pair of matrices of the leading dimensions, which broadcast.</summary>
    /// <param name="a">[..., M, K], or [..., K, M] when transposed.</param>
    /// <param name="b">[..., K, N], or [..., N, K] when transposed.</param>
    /// <param name="transposeA">Whether op(a) is the transpose of a's matrices.</param>
    /// <param name="transposeB">Whether op(b) is the transpose of b's matrices.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., M, N].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [LinearOperation]
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, Slot into = default)
    {
        Span<int> shape = stackalloc int[Math.Max(Math.Max(a.Rank, b.Rank), 2)];
        int rank = ProductShape(a, b, transposeA, transposeB, shape);
        Broadcasting.CheckDevice(nameof(MatMul), a, b.Device);
        Tensor y = into.Take(a.Device, shape[..rank]);
        Product(a, transposeA, b, transposeB, y);
        return y;
    }

    /// <summary>dA = dY · op(b)ᵀ, or its transpose op(b) · dYᵀ when a is transposed; summed over the matrices that a's was broadcast to.</summary>
    [VjpOf(nameof(MatMul), "a")]
    public static Tensor MatMulVjpA(Tensor dY, [ShapeOnly] Tensor a, Tensor b, bool transposeA, bool transposeB, Slot into = default) =>
        transposeA
            ? ProductLike(a, b, transposeB, dY, transposeB: true, into)
            : ProductLike(a, dY, transposeA: false, b, !transposeB, into);

    /// <summary>dB = op(a)ᵀ · dY, or its transpose dYᵀ · op(a) when b is transposed; summed over the matrices that b's was broadcast to.</summary>
    [VjpOf(nameof(MatMul), "b")]
    public static Tensor MatMulVjpB(Tensor dY, Tensor a, [ShapeOnly] Tensor b, bool transposeA, bool transposeB, Slot into = default) =>
        transposeB
            ? ProductLike(b, dY, transposeA: true, a, transposeA, into)
            : ProductLike(b, a, !transposeA, dY, transposeB: false, into);

    /// <summary>The gradient of a for the examples that dY has: matrices of a batch, or rows of one matrix. All of them where a was broadcast or is transposed.</summary>
    [VjpOf(nameof(MatMul), "a")]
    public static SparseExamples MatMulVjpA(SparseExamples dY, [ShapeOnly] Tensor a, Tensor b, bool transposeA, bool transposeB, SparseSlot into = default)
    {
        bool rows = dY.Shape.Length == 2;
        ExampleBlocks blocks = new(a, dY, into, apart: a.Rank == dY.Shape.Length && Slices.HasExamples(a, dY) && !(rows && transposeA));
        MatMulVjpA(blocks.Gradient, blocks.DX, rows ? b : blocks.Of(b), transposeA, transposeB, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>The gradient of b for the examples that dY has, where b is a batch of matrices as dY is; all of b where the examples share it.</summary>
    [VjpOf(nameof(MatMul), "b")]
    public static SparseExamples MatMulVjpB(SparseExamples dY, Tensor a, [ShapeOnly] Tensor b, bool transposeA, bool transposeB, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(b, dY, into, apart: dY.Shape.Length != 2 && b.Rank == dY.Shape.Length && Slices.HasExamples(b, dY));
        MatMulVjpB(blocks.Gradient, blocks.Of(a), blocks.DX, transposeA, transposeB, blocks.Slot);
        return blocks.Result;
    }

    private static void Product(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor into)
    {
        // Many small products with one matrix on the right are one large product.
        if (b.Rank == 2 && a.Rank > 2 && !transposeA)
            a.Device.Kernels.MatMul(a.AsMatrix(), transposeA, b, transposeB, bias: null, into.AsMatrix(), accumulate: false);
        else
            a.Device.Kernels.MatMul(a, transposeA, b, transposeB, bias: null, into, accumulate: false);
    }

    /// <summary>The product, summed to the shape of the operand whose gradient it is.</summary>
    private static Tensor ProductLike(Tensor like, Tensor a, bool transposeA, Tensor b, bool transposeB, Slot into)
    {
        // The gradient of one matrix on the right: all examples of all leading dimensions in one product.
        if (like.Rank == 2 && a.Rank == b.Rank && a.Rank > 2 && a.Shape[..^2].SequenceEqual(b.Shape[..^2]) && transposeA && !transposeB)
        {
            Tensor sum = into.TakeLike(like);
            Product(a.AsMatrix(), transposeA, b.AsMatrix(), transposeB, sum);
            return sum;
        }

        Span<int> shape = stackalloc int[Math.Max(Math.Max(a.Rank, b.Rank), 2)];
        int rank = ProductShape(a, b, transposeA, transposeB, shape);
        if (shape[..rank].SequenceEqual(like.Shape))
        {
            Tensor direct = into.TakeLike(like);
            Product(a, transposeA, b, transposeB, direct);
            return direct;
        }

        Tensor product = Scratch.Take(a.Device, shape[..rank]);
        Product(a, transposeA, b, transposeB, product);
        return Formats.SumTo(product, like, into);
    }

    private static int ProductShape(Tensor a, Tensor b, bool transposeA, bool transposeB, Span<int> shape)
    {
        if (a.Rank < 2 || b.Rank < 2)
            throw new ShapeException($"MatMul: a is {a.ShapeText} and b is {b.ShapeText}; both must have at least two dimensions.");
        int inner = transposeA ? a.Shape[^2] : a.Shape[^1];
        int innerOfB = transposeB ? b.Shape[^1] : b.Shape[^2];
        if (inner != innerOfB)
        {
            throw new ShapeException(
                $"MatMul: a is {a.ShapeText}{Transposed(transposeA)} but b is {b.ShapeText}{Transposed(transposeB)}; the columns of the first ({inner}) must equal the rows of the second ({innerOfB}).");
        }

        int batches = Shapes.Broadcast(a.Shape[..^2], b.Shape[..^2], shape);
        if (batches < 0)
            throw new ShapeException($"MatMul: the leading dimensions of a, {a.ShapeText}, and b, {b.ShapeText}, do not broadcast; they must be equal or 1.");
        shape[batches] = transposeA ? a.Shape[^1] : a.Shape[^2];
        shape[batches + 1] = transposeB ? b.Shape[^2] : b.Shape[^1];
        return batches + 2;
    }

    private static string Transposed(bool transposed) => transposed ? " transposed" : "";
}
