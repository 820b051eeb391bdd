using SparseDiff.Kernels;

namespace SparseDiff.Tests;

/// <summary>The same inputs on the processor and on the double-precision reference, and what must come out equal.</summary>
internal static class Twin
{
    public static KernelSet Cpu => Device.Cpu.Kernels;

    public static KernelSet Reference => Device.Reference.Kernels;

    /// <summary>Numbers of a normal distribution.</summary>
    public static Tensor Random(int seed, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        var values = new float[Shapes.Length(shape)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return Tensor.From(values, shape);
    }

    public static Tensor OnReference(this Tensor tensor) => tensor.To(Device.Reference);

    public static SparseRows Sparse(Device device) => new(device);

    /// <summary>A sparse gradient on a device with the largest entries of each row of a dense one.</summary>
    public static SparseRows Select(Tensor dense, int k)
    {
        SparseRows result = Sparse(dense.Device);
        dense.Device.Kernels.SelectRows(default(Identity), [dense], dense.Shape, k, result);
        return result;
    }

    public static float[] Dense(SparseRows sparse)
    {
        Tensor dense = Tensor.Zeros(sparse.Device, sparse.Shape);
        sparse.Device.Kernels.Densify(sparse, dense);
        return dense.ToArray();
    }

    public static void Equal(Tensor expected, Tensor actual, double tolerance = 1e-5) => Equal(expected.ToArray(), actual.ToArray(), tolerance);

    public static void Equal(float[] expected, float[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1;
        foreach (float value in expected)
            scale = float.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = expected[i].Equals(actual[i]) || Math.Abs((double)expected[i] - actual[i]) <= tolerance * scale;
            Assert.True(same, $"Entry {i} of {expected.Length}: {actual[i]:R} instead of {expected[i]:R}.");
        }
    }
}
