using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Control flow, calls and stopped gradients in methods over tensors.</summary>
public static partial class TensorFlow
{
    [Differentiable]
    public static Tensor Iterated(Tensor x, int n)
    {
        var y = x;
        for (int i = 0; i < n; i++)
            y = Tanh(y) + (0.5f * x);
        return y;
    }

    [Differentiable]
    public static Tensor PowerSeries(Tensor x, int n)
    {
        var term = x;
        var sum = x;
        for (int k = 1; k <= n; k++)
        {
            term = term * x / (k + 1);
            sum += term;
        }

        return sum;
    }

    [Differentiable]
    public static Tensor Normalised(Tensor x)
    {
        while (Sum(Square(x)).ToScalar() > 1f)
            x *= 0.7f;
        return x * x;
    }

    [Differentiable]
    public static Tensor OneOfTwo(Tensor x, Tensor y, bool first)
    {
        if (first)
            return Exp(x) * y;
        var z = x - y;
        return z * z;
    }

    [Differentiable] public static Tensor Conditional(Tensor x, Tensor y, int n) => n > 0 ? x * y : Sigmoid(x);

    [Differentiable]
    public static Tensor ByKind(Tensor x, [In(0, 3)] int kind)
    {
        switch (kind)
        {
            case 0:
                return Relu(x);
            case 1:
                x = Gelu(x);
                break;
            case 2:
                x = Silu(x) * x;
                break;
            default:
                x = -x;
                break;
        }

        return x * 3;
    }

    [Differentiable]
    public static Tensor BySwitch(Tensor x, [In(0, 3)] int kind) => kind switch
    {
        0 => Square(x),
        1 => Tanh(x),
        > 2 => x * x * x,
        _ => x,
    };

    [Differentiable]
    public static Tensor Rates(Tensor x)
    {
        foreach (float rate in new[] { 0.5f, -1f, 2f })
            x = x + (rate * Sin(x));
        return x;
    }

    /// <summary>The first turn stretches x.</summary>
    [Differentiable]
    public static Tensor Stretched([Shape("m")] Tensor x, [Shape("n, m")] Tensor y)
    {
        for (int i = 0; i < 3; i++)
            x = Tanh(x * y) + (0.5f * x) + Square(x);
        return x;
    }

    [Differentiable]
    public static Tensor StretchedOnce([Shape("m")] Tensor x, [Shape("n, m")] Tensor y) => Tanh(Tanh(x * y) + (0.5f * x)) * Exp(x) + Sigmoid(y);

    [Differentiable]
    public static Tensor LeavesEarly(Tensor x, Tensor y, int n)
    {
        for (int i = 0; i < 5; i++)
        {
            x = (x * 0.5f) + y;
            if (i == n)
                break;
            if (i % 2 == 1)
                continue;
            y = y * x;
        }

        return x * y;
    }

    [Differentiable]
    public static Tensor Nested(Tensor x, Tensor y, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                x = Tanh(x * y);
            if (i == 1)
                y = y + x;
        }

        return x + y;
    }

    [Differentiable]
    public static Tensor Once(Tensor x)
    {
        int k = 3;
        do
        {
            x = x * 0.5f + Square(x);
            k--;
        }
        while (k > 1);
        return x;
    }

    [Differentiable]
    public static (Tensor Sum, Tensor Difference) Both(Tensor a, Tensor b) => (a + (b * b), (a * a) - b);

    [Differentiable]
    public static Tensor Swapped(Tensor a, Tensor b, int n)
    {
        for (int i = 0; i < n; i++)
            (a, b) = Both(a, b);
        var (sum, difference) = Both(b, a);
        return Tanh(sum * difference);
    }

    [Differentiable] public static Tensor Layer([Shape("n, i")] Tensor x, [Shape("o, i")] Tensor w, [Shape("o")] Tensor b) => Tanh(Linear(x, w, b));

    [Differentiable]
    public static Tensor Unrolled([Shape("n, i")] Tensor x, [Shape("i, i")] Tensor w, [Shape("i")] Tensor b, int steps)
    {
        for (int i = 0; i < steps; i++)
            x = Layer(x, w, b) + x;
        return x;
    }

    [Differentiable]
    public static Tensor TimeSteps([Shape("3, n, i")] Tensor x, [Shape("h, i")] Tensor wX, [Shape("h, h")] Tensor wH, [Shape("n, h")] Tensor h)
    {
        for (int t = 0; t < x.Shape[0]; t++)
        {
            var now = Reshape(Slice(x, 0, t, t + 1), x.Shape[1], x.Shape[2]);
            h = Tanh(Linear(now, wX) + Linear(h, wH));
        }

        return h;
    }

    [Differentiable, Recompute] public static Tensor Forgetful(Tensor x) => Sigmoid(Square(x)) * x;

    [Differentiable] public static Tensor Recomputed(Tensor x) => Forgetful(Forgetful(x)) + x;

    [Differentiable, Freezes(nameof(DetachedTwin))] public static Tensor Detached(Tensor x, Tensor y) => x * StopGradient(y * x);

    [Differentiable, Freezes(nameof(StraightTwin))] public static Tensor StraightThrough(Tensor x) => Square(x + StopGradient(Clamp(x, -0.1f, 0.1f) - x));

    [Differentiable, Freezes(nameof(TargetTwin))] public static Tensor TowardsTarget(Tensor x, Tensor y) => MeanSquaredError(Tanh(x), StopGradient(Tanh(y))) + (0.1f * Mean(Square(y)));

    private static Tensor DetachedTwin(Tensor x, Tensor y, Tensor x0, Tensor y0) => x * (y0 * x0);

    private static Tensor StraightTwin(Tensor x, Tensor x0) => Square(x + (Clamp(x0, -0.1f, 0.1f) - x0));

    private static Tensor TargetTwin(Tensor x, Tensor y, Tensor x0, Tensor y0) => MeanSquaredError(Tanh(x), Tanh(y0)) + (0.1f * Mean(Square(y)));
}
