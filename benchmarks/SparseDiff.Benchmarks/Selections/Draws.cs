namespace SparseDiff.Benchmarks.Selections;

/// <summary>Numbers as gradients are said to be distributed.</summary>
internal static class Draws
{
    /// <summary>The distributions by name.</summary>
    public static IReadOnlyList<(string Name, Func<Random, double> Draw)> All { get; } =
    [
        ("normal", Normal),
        ("Laplace", static random => Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)),
        ("Student t(4)", static random => Normal(random) / Math.Sqrt(Enumerable.Range(0, 4).Sum(_ => Math.Pow(Normal(random), 2)) / 4)),
        ("90 % near zero", static random => Normal(random) * (random.NextDouble() < 0.9 ? 1e-4 : 1)),
        ("skewed", static random => Math.Exp(Normal(random)) - 1),
    ];

    /// <summary>A tensor of draws.</summary>
    public static Tensor Of(Func<Random, double> draw, int seed, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        Tensor tensor = Tensor.Zeros(shape);
        foreach (ref float value in tensor.AsSpan())
            value = (float)draw(random);
        return tensor;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
