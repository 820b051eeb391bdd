using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Functions of numbers over the elements of tensors.</summary>
[Rounded]
public static partial class Mapped
{
    [Differentiable] public static float SwishOf(float x) => x * Sigmoid(x);

    [Differentiable] public static float Softsign(float x) => x / (1 + MathF.Abs(x));

    [Differentiable] public static float Bent(float x) => ((MathF.Sqrt((x * x) + 1) - 1) / 2) + x;

    [Differentiable]
    public static float Cut(float error, float width)
    {
        float size = MathF.Abs(error);
        if (size < width)
            return 0.5f * error * error;
        return width * (size - (0.5f * width));
    }

    [Differentiable]
    public static float Hard(float x)
    {
        if (x < -0.8f)
            return 0;
        return x > 0.8f ? x : x * (x + 0.8f) / 1.6f;
    }

    [Differentiable] public static float Chirp(float x) => MathF.Sin(x * x) + (MathF.Cos(3 * x) * x);

    [Differentiable] public static Tensor Chirped(Tensor x) => Map(x, Chirp);

    [Differentiable] public static Tensor Angled([In(-1.2, 1.2)] Tensor x, Tensor y) => Map(x, y, (a, b) => MathF.Tan(a) * MathF.Sin(b));

    [Differentiable]
    public static Tensor Circled(Tensor angle, Tensor radius) => Map(angle, radius, (a, r) =>
    {
        var (sine, cosine) = MathF.SinCos(a);
        return r * (sine - (cosine * cosine));
    });

    [Differentiable]
    public static float Converged(float x)
    {
        float y = 1 + (x * x);
        float root = y;
        for (int i = 0; i < 6; i++)
            root = 0.5f * (root + (y / root));
        return root;
    }

    [Differentiable]
    public static float Series(float x)
    {
        float sum = 0, power = x;
        for (int k = 7; k >= 1; k -= 2)
        {
            if (k % 4 == 1)
                sum -= power / k;
            else
                sum += power * (k - 3);
            for (int j = 0; j < 2; j++)
                power *= x * 0.5f;
        }

        return sum;
    }

    [Differentiable] public static Tensor Iterated(Tensor x) => Map(x, Converged);

    [Differentiable] public static Tensor Summed(Tensor x, Tensor y) => Map(x, y, (a, b) => Series(a) * b);

    [Differentiable] public static Tensor Swished(Tensor x) => Map(x, SwishOf);

    [Differentiable] public static Tensor Fused(Tensor x, Tensor y) => Map(x * y, Softsign) + Map(y, Bent);

    [Differentiable] public static Tensor Lambda(Tensor x, float slope) => Map(x, v => v * Sigmoid(slope * v));

    [Differentiable] public static Tensor OfTwo(Tensor x, Tensor y) => Map(x, y, Cut);

    [Differentiable] public static Tensor Broadcast([Shape("n, m")] Tensor x, [Shape("m")] Tensor y) => Mean(Map(x, y, (a, b) => MathF.Exp(-(a - b) * (a - b))));

    [Differentiable] public static Tensor OfThree(Tensor x, Tensor y, Tensor z) => Map(x, y, z, (a, b, c) => MathF.Tanh(a) * (b > 0 ? c : a));

    [Differentiable] public static Tensor HardSwish([Shape("n, i")] Tensor x, [Shape("o, i")] Tensor w) => Map(Linear(x, w), Hard);

    [Differentiable]
    public static Tensor InLoop(Tensor x, int n)
    {
        for (int i = 0; i < n; i++)
            x = Map(x, v => MathF.Log(1 + (v * v))) + x;
        return x;
    }

    [Differentiable] public static Tensor Sparse([Shape("n, i")] Tensor x, [Shape("o, i")] Tensor w, [In(1, 1)] float ratio) => Map(Sparsify.TopK(Linear(x, w), ratio), SwishOf);
}
