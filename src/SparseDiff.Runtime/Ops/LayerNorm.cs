using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>(x - μ) / √(σ² + ε) · w + b with the mean and variance over the last dimension (Ba, Kiros, Hinton, arXiv 1607.06450).</summary>
    /// <param name="x">[..., features].</param>
    /// <param name="w">[features].</param>
    /// <param name="b">[features].</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape.</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., features")]
    public static Tensor LayerNorm(
        [Shape("..., features")] Tensor x, [Shape("features")] Tensor w, [Shape("features")] Tensor b, float epsilon = 1e-5f, Slot into = default)
    {
        CheckNorm(nameof(LayerNorm), x, w, nameof(w));
        CheckNorm(nameof(LayerNorm), x, b, nameof(b));
        Tensor y = into.TakeLike(x);
        x.Device.Kernels.Normalize(x, w, b, centred: true, epsilon, y);
        return y;
    }

    /// <summary>dX = (g - mean(g) - x̂ · mean(g x̂)) / √(σ² + ε) with g = dY · w and the normalized x̂, which is computed again.</summary>
    [VjpOf(nameof(LayerNorm), "x")]
    public static Tensor LayerNormVjpX(Tensor x, Tensor w, Tensor dY, float epsilon, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.NormalizeVjp(x, w, dY, centred: true, epsilon, dX);
        return dX;
    }

    /// <summary>dW += Σ dY · x̂ over all rows.</summary>
    [VjpOf(nameof(LayerNorm), "w")]
    public static void LayerNormVjpW(Tensor x, Tensor dY, float epsilon, RowGradient into) =>
        dY.Device.Kernels.NormalizeVjpWeight(x, dY, centred: true, epsilon, into);

    /// <summary>dB += Σ dY over all rows.</summary>
    [VjpOf(nameof(LayerNorm), "b")]
    public static void LayerNormVjpB(Tensor dY, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        dY.Device.Kernels.SumTo(dY, into.Buffer, scale: 1, accumulate);
    }

    /// <summary>dB += the sums of the selected entries of dY over all rows.</summary>
    [VjpOf(nameof(LayerNorm), "b")]
    public static void LayerNormVjpB(SparseRows dY, RowGradient into) => dY.Device.Kernels.SparseColumnSums(dY, into);

    /// <summary>The same for the examples that dY has; of a single line, for the whole.</summary>
    [VjpOf(nameof(LayerNorm), "x")]
    public static SparseExamples LayerNormVjpX(Tensor x, Tensor w, SparseExamples dY, float epsilon, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into, apart: x.Rank > 1);
        LayerNormVjpX(blocks.Of(x), w, blocks.Gradient, epsilon, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dW += Σ dY · x̂ over the rows of the examples that dY has.</summary>
    [VjpOf(nameof(LayerNorm), "w")]
    public static void LayerNormVjpW(Tensor x, SparseExamples dY, float epsilon, RowGradient into)
    {
        if (x.Rank < 2)
            LayerNormVjpW(x, dY.ToDense(), epsilon, into);
        else
            LayerNormVjpW(Slices.Of(x, dY, Scratch.FirstOfBlocks), dY.Values, epsilon, into);
    }

    /// <summary>dB += Σ dY over the rows of the examples that it has.</summary>
    [VjpOf(nameof(LayerNorm), "b")]
    public static void LayerNormVjpB(SparseExamples dY, RowGradient into) => Formats.SumTo(dY, into);

    private static void CheckNorm(string operation, Tensor x, Tensor vector, string name)
    {
        if (x.Rank < 1 || vector.Rank != 1 || vector.Length != x.Columns)
            throw new ShapeException($"{operation}: x is {x.ShapeText} but {name} is {vector.ShapeText}; {name} must be [{x.Columns}], one entry for each feature of x.");
        Broadcasting.CheckDevice(operation, x, vector.Device);
    }
}
