namespace SparseDiff;

/// <summary>Initial values of parameters. Equal seeds give equal values, on every machine.</summary>
public static class Init
{
    /// <summary>
    /// Uniform in ±√(6 / inputs), which keeps the variance through layers of ReLU (He et al., arXiv 1502.01852, for fan-in).
    /// </summary>
    /// <param name="outputs">The rows of the weights.</param>
    /// <param name="inputs">The columns of the weights: the fan-in.</param>
    /// <param name="seed">Chooses the numbers.</param>
    /// <returns>[outputs, inputs].</returns>
    public static Tensor KaimingUniform(int outputs, int inputs, int seed) =>
        Uniform(-MathF.Sqrt(6f / inputs), MathF.Sqrt(6f / inputs), seed, outputs, inputs);

    /// <summary><see cref="KaimingUniform"/> for a convolution.</summary>
    /// <param name="outputs">The filters.</param>
    /// <param name="channels">The channels that each filter sees.</param>
    /// <param name="kernel">The filters' rows and columns; the fan-in is channels · kernel².</param>
    /// <param name="seed">Chooses the numbers.</param>
    /// <returns>[outputs, channels, kernel, kernel].</returns>
    public static Tensor KaimingUniformFilters(int outputs, int channels, int kernel, int seed)
    {
        float bound = MathF.Sqrt(6f / (channels * kernel * kernel));
        return Uniform(-bound, bound, seed, outputs, channels, kernel, kernel);
    }

    /// <summary>Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, AISTATS 2010).</summary>
    /// <param name="outputs">The rows of the weights.</param>
    /// <param name="inputs">The columns of the weights.</param>
    /// <param name="seed">Chooses the numbers.</param>
    /// <returns>[outputs, inputs].</returns>
    public static Tensor XavierUniform(int outputs, int inputs, int seed)
    {
        float bound = MathF.Sqrt(6f / (inputs + outputs));
        return Uniform(-bound, bound, seed, outputs, inputs);
    }

    /// <summary>Uniform between two bounds.</summary>
    public static Tensor Uniform(float low, float high, int seed, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = Tensor.Zeros(shape);
        Span<float> values = tensor.AsSpan();
        for (int i = 0; i < values.Length; i++)
            values[i] = low + ((high - low) * CounterRandom.Uniform((ulong)(uint)seed, (ulong)i));
        return tensor;
    }

    /// <summary>Normal with mean 0 (Box and Muller's transform, 1958).</summary>
    public static Tensor Normal(float deviation, int seed, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = Tensor.Zeros(shape);
        Span<float> values = tensor.AsSpan();
        for (int i = 0; i < values.Length; i++)
        {
            // 1 - u lies in (0, 1], so its logarithm is a number.
            double radius = Math.Sqrt(-2 * Math.Log(1 - CounterRandom.Uniform((ulong)(uint)seed, 2 * (ulong)i)));
            double angle = 2 * Math.PI * CounterRandom.Uniform((ulong)(uint)seed, (2 * (ulong)i) + 1);
            values[i] = (float)(deviation * radius * Math.Cos(angle));
        }

        return tensor;
    }
}
