using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Element-wise functions of tensors of any rank.</summary>
public static partial class Activations
{
    [Differentiable] public static Tensor Rectified(Tensor x) => Relu(x) - (0.1f * Relu(-x));

    [Differentiable] public static Tensor Leaky(Tensor x, float slope) => LeakyRelu(x, slope);

    [Differentiable] public static Tensor Gated(Tensor x, Tensor gate) => x * Sigmoid(gate);

    [Differentiable] public static Tensor SwiGate(Tensor x, Tensor gate) => Silu(gate) * x;

    [Differentiable] public static Tensor Gelus(Tensor x) => Gelu(x) + GeluTanh(2 * x);

    [Differentiable] public static Tensor Exponential(Tensor x, [In(0.2, 2)] float alpha) => Elu(x, alpha) * Exp(-x);

    [Differentiable] public static Tensor Plus(Tensor x) => Softplus(x) / (1 + Square(x));

    [Differentiable] public static Tensor MishOf(Tensor x) => x * Tanh(Softplus(x));

    [Differentiable] public static Tensor Snake(Tensor x, [In(0.3, 2)] float frequency) => x + (Square(Sin(frequency * x)) / frequency);

    [Differentiable] public static Tensor Turned(Tensor x, Tensor y, Tensor angle) => (Cos(angle) * x) - (Sin(angle) * y);

    [Differentiable] public static Tensor Roots([In(0.1, 4)] Tensor x) => Sqrt(x) + Rsqrt(x) + Log(x) + Reciprocal(x);

    [Differentiable] public static Tensor Powers([In(0.1, 2)] Tensor x, float exponent) => Pow(x, exponent);

    [Differentiable] public static Tensor ErrorFunction(Tensor x, [In(-1, 1)] Tensor shift) => Erf(x - shift);

    [Differentiable] public static Tensor Clipped(Tensor x) => Clamp(x, -0.6f, 0.6f) * x;

    [Differentiable] public static Tensor Extremes(Tensor a, Tensor b) => (Maximum(a, b) * a) + Minimum(a, 2 * b);

    [Differentiable] public static Tensor ExtremesOfNumbers(Tensor a) => Maximum(a, 0.3f) - Minimum(a, -0.3f);

    [Differentiable] public static Tensor Absolute(Tensor x) => Abs(x) / (1 + Abs(x));

    [Differentiable] public static Tensor Rational(Tensor x, Tensor y) => (1 - x) / (2 + Square(y)) / (3 - (x / 4));

    [Differentiable] public static Tensor Chosen([NoGradient] Tensor condition, Tensor a, Tensor b) => Where(Relu(condition), a * b, a - b);

    [Differentiable]
    public static Tensor Reused(Tensor x)
    {
        var a = x * x;
        var b = Tanh(a);
        a = a + b;
        b *= a;
        return b - (a * x);
    }

    [Differentiable] public static Tensor Negative(Tensor x) => -(-x * 2f) - -x;
}
