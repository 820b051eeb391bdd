namespace SparseDiff.Benchmarks;

/// <summary>Inputs of benchmarks.</summary>
internal static class RandomTensor
{
    /// <summary>Numbers of a normal distribution.</summary>
    public static Tensor Normal(int seed, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        Tensor tensor = Tensor.Zeros(shape);
        foreach (ref float value in tensor.AsSpan())
            value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return tensor;
    }
}
