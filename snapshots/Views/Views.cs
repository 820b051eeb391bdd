using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A reshaped value shares memory with its source, which therefore lives as long as the view.</summary>
public static partial class Views
{
    public static partial class Nested<TTag>
    {
        [Differentiable]
        internal static Tensor Mixed(Tensor x, Tensor w)
        {
            var heads = Reshape(MatMul(x, w), x.Shape[0], 2, -1);
            var turned = Exp(Transpose(heads, -1, -2));
            var flat = Reshape(turned, -1, 2);
            return Sum(flat * flat, axis: 0);
        }
    }
}
