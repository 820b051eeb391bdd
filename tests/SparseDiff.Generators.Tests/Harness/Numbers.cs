using SparseDiff.Kernels;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>Tensors of test programs, and their numbers in double precision.</summary>
internal static class Numbers
{
    /// <summary>A tensor with numbers away from zero, so that no kink is near.</summary>
    public static Tensor Random(Device device, int seed, params int[] shape)
    {
        Random random = new(seed);
        var values = new float[shape.Aggregate(1, static (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((random.Next(2) == 0 ? -1 : 1) * (0.15 + random.NextDouble()));
        return Tensor.From(values, shape, device);
    }

    public static double[] Of(Tensor tensor) => Doubles.Load(tensor);

    public static void Set(Tensor tensor, double[] values) => Doubles.Store(values, tensor);
}
