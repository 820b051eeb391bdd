using static SparseDiff.Ops;

namespace SparseDiff.Tests.Training;

/// <summary>Mapped functions that no vector register computes: loops of any length, integers, and functions of <see cref="MathF"/> that ILGPU lacks or approximates.</summary>
public sealed partial class EntryByEntry(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.XavierUniform(hidden, inputs, seed);
    [Parameter] public Tensor W2 { get; } = Init.XavierUniform(classes, hidden, seed + 1);

    /// <summary>√(1 + x²) by Newton's iteration.</summary>
    [Differentiable]
    public static float Root(float x)
    {
        float y = 1 + (x * x);
        float root = y;
        for (int i = 0; i < 100; i++)
        {
            if (MathF.Abs((root * root) - y) <= 1e-5f * y)
                break;
            root = 0.5f * (root + (y / root));
        }

        return root;
    }

    /// <summary>Halved until it is below 0.3, and how often.</summary>
    [Differentiable]
    public static float Halved(float x)
    {
        int times = 0;
        while (x > 0.3f)
        {
            x /= 2;
            times++;
        }

        return x * (1 + (0.1f * times));
    }

    [Differentiable]
    public static float Mixed(float x, float y)
    {
        float angle = MathF.Atan2(x, 1 + (y * y)) + MathF.Asin(0.5f * MathF.Tanh(x)) + float.Hypot(x, y + 2);
        float growth = MathF.Exp(-x * x) + MathF.Log(1 + (y * y)) + MathF.Pow(1.5f, x) + MathF.Cbrt(2 + MathF.Sin(y)) + MathF.Asinh(x) + MathF.FusedMultiplyAdd(x, y, MathF.Cos(x));
        return (0.2f * angle) + (0.1f * growth * Math.Clamp(x, -0.9f, 0.9f)) + (0.1f * MathF.Acos(0.4f * MathF.Sin(x))) + (0.1f * float.LogP1(y * y)) + (0.1f * float.ExpM1(0.1f * x));
    }

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z = Sparsify.TopK(Linear(images, W1), 0.4f);
        var h = (Map(z, Root) - Map(z, Halved)) * Map(z, Sigmoid(z), Mixed);
        return SoftmaxCrossEntropy(Linear(h, W2), labels);
    }
}

/// <summary>A mapped function that throws, which GPU code cannot.</summary>
public static partial class HostOnly
{
    [Differentiable]
    public static float Positive(float x)
    {
        if (x < -100)
            throw new InvalidOperationException("Below -100.");
        return x * x;
    }

    [Differentiable] public static Tensor Checked(Tensor x) => Map(x, Positive);
}
