using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x / √(mean of x² + ε) · w over the last dimension (Zhang, Sennrich, arXiv 1910.07467).</summary>
    /// <param name="x">[..., features].</param>
    /// <param name="w">[features].</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape.</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., features")]
    public static Tensor RmsNorm([Shape("..., features")] Tensor x, [Shape("features")] Tensor w, float epsilon = 1e-6f, Slot into = default)
    {
        CheckNorm(nameof(RmsNorm), x, w, nameof(w));
        Tensor y = into.TakeLike(x);
        x.Device.Kernels.Normalize(x, w, bias: null, centred: false, epsilon, y);
        return y;
    }

    /// <summary>dX = (g - x̂ · mean(g x̂)) / √(mean of x² + ε) with g = dY · w and the normalized x̂, which is computed again.</summary>
    [VjpOf(nameof(RmsNorm), "x")]
    public static Tensor RmsNormVjpX(Tensor x, Tensor w, Tensor dY, float epsilon, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.NormalizeVjp(x, w, dY, centred: false, epsilon, dX);
        return dX;
    }

    /// <summary>dW += Σ dY · x̂ over all rows.</summary>
    [VjpOf(nameof(RmsNorm), "w")]
    public static void RmsNormVjpW(Tensor x, Tensor dY, float epsilon, RowGradient into) =>
        dY.Device.Kernels.NormalizeVjpWeight(x, dY, centred: false, epsilon, into);

    /// <summary>The same for the examples that dY has; of a single line, for the whole.</summary>
    [VjpOf(nameof(RmsNorm), "x")]
    public static SparseExamples RmsNormVjpX(Tensor x, Tensor w, SparseExamples dY, float epsilon, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into, apart: x.Rank > 1);
        RmsNormVjpX(blocks.Of(x), w, blocks.Gradient, epsilon, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dW += Σ dY · x̂ over the rows of the examples that dY has.</summary>
    [VjpOf(nameof(RmsNorm), "w")]
    public static void RmsNormVjpW(Tensor x, SparseExamples dY, float epsilon, RowGradient into)
    {
        if (x.Rank < 2)
            RmsNormVjpW(x, dY.ToDense(), epsilon, into);
        else
            RmsNormVjpW(Slices.Of(x, dY, Scratch.FirstOfBlocks), dY.Values, epsilon, into);
    }
}
