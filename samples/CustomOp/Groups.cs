using SparseDiff;

namespace CustomOp;

/// <summary>The sizes of one grouped linear layer, checked.</summary>
/// <param name="Examples">The rows of x.</param>
/// <param name="Inputs">Inputs of one group.</param>
/// <param name="Outputs">Outputs of all groups.</param>
/// <param name="OutputsOfOne">Outputs of one group.</param>
internal readonly record struct Groups(int Examples, int Inputs, int Outputs, int OutputsOfOne)
{
    public static Groups Of(Tensor x, Tensor w)
    {
        if (x.Rank != 2 || w.Rank != 2 || w.Shape[1] == 0 || x.Shape[1] % w.Shape[1] != 0)
        {
            throw new ShapeException(
                $"GroupLinear: x is {x.ShapeText} and w is {w.ShapeText}; x must be [examples, groups · inputs] and w [groups · outputs, inputs].");
        }

        int groups = x.Shape[1] / w.Shape[1];
        if (groups == 0 || w.Shape[0] % groups != 0)
            throw new ShapeException($"GroupLinear: x is {x.ShapeText} and w is {w.ShapeText}, which makes {groups} groups; w's first dimension must be a multiple of that.");
        return new Groups(x.Shape[0], w.Shape[1], w.Shape[0], w.Shape[0] / groups);
    }

    /// <summary>The part of an example that an output sees (x's, or its gradient's).</summary>
    public Span<float> InputsOf(Tensor x, int example, int output) =>
        x.AsSpan().Slice(example * x.Shape[1] + output / OutputsOfOne * Inputs, Inputs);

    /// <summary>The weights of an output.</summary>
    public ReadOnlySpan<float> RowOf(Tensor w, int output) => w.AsSpan().Slice(output * Inputs, Inputs);
}
