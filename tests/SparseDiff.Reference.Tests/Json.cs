using System.Text.Json;

namespace SparseDiff.Tests.Reference;

/// <summary>Tensors of the reference files: a shape and row-major numbers.</summary>
internal static class Json
{
    public static Tensor Tensor(JsonElement json, Device device) => SparseDiff.Tensor.From(
        [.. json.GetProperty("data").EnumerateArray().Select(v => v.GetSingle())],
        [.. json.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32())],
        device);

    public static Labels Labels(JsonElement json, Device device) =>
        SparseDiff.Labels.From([.. json.GetProperty("int").EnumerateArray().Select(v => v.GetInt32())], device);

    public static Indices Indices(JsonElement json, Device device) => SparseDiff.Indices.From(
        [.. json.GetProperty("int").EnumerateArray().Select(v => v.GetInt32())],
        [.. json.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32())],
        device);

    /// <summary>Fails unless every entry agrees to 1e-5 of the largest (or of 1).</summary>
    public static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.ShapeText, actual.ShapeText);
        AssertClose(expected.ToArray(), actual.ToArray(), what);
    }

    public static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * scale, $"{what}: entry {i} is {actual[i]}, expected {expected[i]}.");
    }
}
