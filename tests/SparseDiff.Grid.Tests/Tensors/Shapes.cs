using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Views, parts and joins of tensors.</summary>
public static partial class Shapes
{
    [Differentiable] public static Tensor Flat([Shape("n, m, k")] Tensor x) => Square(Reshape(x, -1));

    [Differentiable] public static Tensor Pairs([Shape("n, m, 2")] Tensor x) => Sum(Reshape(x, x.Shape[0], -1), axis: 1) * x.Shape[1];

    [Differentiable] public static Tensor Symmetric([Shape("n, n")] Tensor x) => (x + Transpose(x)) * x;

    [Differentiable] public static Tensor SwappedInside([Shape("n, m, k")] Tensor x) => Transpose(x, 1, 2) * 2;

    [Differentiable] public static Tensor Cycled([Shape("n, m, k")] Tensor x, [Shape("k, n, m")] Tensor y) => Permute(x, [2, 0, 1]) * y;

    [Differentiable]
    public static Tensor Halves([Shape("n, 6")] Tensor x)
    {
        var left = Slice(x, 1, 0, 3);
        var right = Slice(x, 1, 3, 6);
        return left * Sigmoid(right);
    }

    [Differentiable] public static Tensor Steps([Shape("4, m")] Tensor x) => Slice(x, 0, 1, 4) - Slice(x, 0, 0, 3);

    [Differentiable] public static Tensor Joined([Shape("n, m")] Tensor a, [Shape("n, k")] Tensor b) => Square(Concat(a, 2 * b, axis: 1));

    [Differentiable] public static Tensor ThreeJoined([Shape("n, m")] Tensor a, [Shape("k, m")] Tensor b) => Concat(a, b, Tanh(a), axis: 0);

    [Differentiable] public static Tensor Piled([Shape("n, m")] Tensor a, [Shape("n, m")] Tensor b) => Stack(a * b, a - b, axis: 1);

    [Differentiable] public static Tensor Repeated([Shape("n, m")] Tensor x) => BroadcastTo(x, [3, x.Shape[0], x.Shape[1]]) * x;

    [Differentiable] public static Tensor Looked([Shape("v, d")] Tensor w, [Drawn("n, t", "v")] Indices words) => Tanh(Embedding(w, words));

    [Differentiable] public static Tensor Picked([Shape("n, d")] Tensor x, [Drawn("k", "n")] Indices rows) => GatherRows(Square(x), rows);

    [Differentiable] public static Tensor Positioned([Shape("v, d")] Tensor w, [Shape("t, d")] Tensor positions, [Drawn("n, t", "v")] Indices words) => Embedding(w, words) + positions;

    [Differentiable] public static Tensor Convolved([Shape("n, 2, 5, 6")] Tensor x, [Shape("o, 2, 3, 3")] Tensor w, [Shape("o")] Tensor b, [In(0, 1)] int padding) => Conv2d(x, w, b, stride: 1, padding: padding);

    [Differentiable] public static Tensor Strided([Shape("n, 4, 7, 7")] Tensor x, [Shape("6, 2, 3, 3")] Tensor w, [Shape("6")] Tensor b) => Relu(Conv2d(x, w, b, stride: 2, padding: 1, groups: 2));

    [Differentiable] public static Tensor Pooled([Shape("n, c, 6, 6")] Tensor x) => AvgPool2d(x, 3) - MaxPool2d(x, 3);

    [Differentiable] public static Tensor Overlapping([Shape("n, c, 5, 5")] Tensor x) => MaxPool2d(Tanh(x), 3, stride: 1, padding: 1);

    [Differentiable] public static Tensor Globally([Shape("n, c, 4, 3")] Tensor x) => GlobalAvgPool2d(Square(x));
}
