using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>y = x · wᵀ + b: a fully connected layer.</summary>
    /// <param name="x">The inputs, [..., inputs].</param>
    /// <param name="w">The weights, [outputs, inputs].</param>
    /// <param name="b">The bias, [outputs]; or null.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., outputs].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [LinearOperation]
    [return: Shape("..., outputs")]
    public static Tensor Linear(
        [Shape("..., inputs")] Tensor x, [Shape("outputs, inputs")] Tensor w, [Shape("outputs")] Tensor? b = null, Slot into = default)
    {
        CheckLinear(x, w, b);
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[^1] = w.Shape[0];
        Tensor y = into.Take(x.Device, shape);
        x.Device.Kernels.MatMul(x.AsMatrix(), transposeA: false, w, transposeB: true, b, y.AsMatrix(), accumulate: false);
        return y;
    }

    /// <summary>dX = dY · w.</summary>
    [VjpOf(nameof(Linear), "x")]
    public static Tensor LinearVjpX(Tensor dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.MatMul(dY.AsMatrix(), transposeA: false, w, transposeB: false, bias: null, dX.AsMatrix(), accumulate: false);
        return dX;
    }

    /// <summary>dX = dY · w, with only the selected entries of dY.</summary>
    [VjpOf(nameof(Linear), "x")]
    public static Tensor LinearVjpX(SparseRows dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.SparseTimesDense(dY, w, dX.AsMatrix());
        return dX;
    }

    /// <summary>dW += dYᵀ · x.</summary>
    [VjpOf(nameof(Linear), "w")]
    public static void LinearVjpW(Tensor x, Tensor dY, RowGradient into) =>
        dY.Device.Kernels.TransposedTimesDense(dY.AsMatrix(), x.AsMatrix(), into);

    /// <summary>dW += dYᵀ · x in the rows of W whose output has a selected entry.</summary>
    [VjpOf(nameof(Linear), "w")]
    public static void LinearVjpW(Tensor x, SparseRows dY, RowGradient into) =>
        dY.Device.Kernels.SparseTransposedTimesDense(dY, x.AsMatrix(), into);

    /// <summary>dB += the sums of dY over all examples.</summary>
    [VjpOf(nameof(Linear), "b")]
    public static void LinearVjpB(Tensor dY, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        dY.Device.Kernels.SumTo(dY, into.Buffer, scale: 1, accumulate);
    }

    /// <summary>dB += the sums of the selected entries of dY over all examples.</summary>
    [VjpOf(nameof(Linear), "b")]
    public static void LinearVjpB(SparseRows dY, RowGradient into) => dY.Device.Kernels.SparseColumnSums(dY, into);

    /// <summary>dX = dY · w with only the selected columns of dY and the rows of w that belong to them: a small dense product.</summary>
    [VjpOf(nameof(Linear), "x")]
    public static Tensor LinearVjpX(SparseColumns dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.MatMulRows(dY.Values.AsMatrix(), transposeA: false, w, dY.Pattern, dX.AsMatrix(), accumulate: false);
        return dX;
    }

    /// <summary>dW += dYᵀ · x in the rows of W whose output is a selected column: a small dense product.</summary>
    [VjpOf(nameof(Linear), "w")]
    public static void LinearVjpW(Tensor x, SparseColumns dY, RowGradient into) =>
        dY.Device.Kernels.MatMulIntoRows(dY.Values.AsMatrix(), x.AsMatrix(), dY.Pattern, into);

    /// <summary>dB += the sums of the selected columns over all examples; of all columns when the sparsity point kept their sums.</summary>
    [VjpOf(nameof(Linear), "b")]
    public static void LinearVjpB(SparseColumns dY, RowGradient into)
    {
        if (dY.AllColumnSums is { } sums)
            LinearVjpB(sums, into);
        else
            Formats.SumTo(dY, into);
    }

    /// <summary>dX = dY · w for the examples that dY has: the others stay without gradient.</summary>
    [VjpOf(nameof(Linear), "x")]
    public static SparseExamples LinearVjpX(SparseExamples dY, [ShapeOnly] Tensor x, Tensor w, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into, apart: x.Rank > 1);
        LinearVjpX(blocks.Gradient, blocks.DX, w, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dW += dYᵀ · x over the examples that dY has.</summary>
    [VjpOf(nameof(Linear), "w")]
    public static void LinearVjpW(Tensor x, SparseExamples dY, RowGradient into)
    {
        if (x.Rank == 2)
            dY.Device.Kernels.MatMulRows(dY.Values, transposeA: true, x, dY.Pattern, into.Buffer, accumulate: into.TouchAll());
        else if (x.Rank < 2)
            LinearVjpW(x, dY.ToDense(), into);
        else
            LinearVjpW(Slices.Of(x, dY, Scratch.FirstOfBlocks), dY.Values, into);
    }

    /// <summary>dB += the sums of dY over the examples that it has.</summary>
    [VjpOf(nameof(Linear), "b")]
    public static void LinearVjpB(SparseExamples dY, RowGradient into)
    {
        if (dY.Shape.Length < 2)
            LinearVjpB(dY.ToDense(), into);
        else
            LinearVjpB(dY.Values, into);
    }

    private static void CheckLinear(Tensor x, Tensor w, Tensor? b)
    {
        if (w.Rank != 2 || x.Rank < 1)
            throw new ShapeException($"Linear: x is {x.ShapeText} and w is {w.ShapeText}; x must be [..., inputs] and w [outputs, inputs].");
        if (x.Columns != w.Columns)
            throw new ShapeException($"Linear: x is {x.ShapeText} but w is {w.ShapeText}; x's last dimension must equal w's last dimension.");
        if (b is not null && (b.Rank != 1 || b.Length != w.Shape[0]))
            throw new ShapeException($"Linear: b is {b.ShapeText} but w is {w.ShapeText}; b must be [{w.Shape[0]}], one entry for each row of w.");
        Broadcasting.CheckDevice(nameof(Linear), x, w.Device);
        if (b is not null)
            Broadcasting.CheckDevice(nameof(Linear), x, b.Device);
    }
}
