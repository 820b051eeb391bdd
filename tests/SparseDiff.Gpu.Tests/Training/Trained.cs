namespace SparseDiff.Tests.Training;

/// <summary>What training left: the losses and the parameters.</summary>
internal sealed record Trained(float[] Losses, float[][] Parameters)
{
    private const float Tolerance = 1e-4f;

    /// <summary>Asserts that both are the same to 1e-4 and that the loss fell.</summary>
    public static void Compare(Trained expected, Trained actual)
    {
        Assert.True(actual.Losses[^1] < actual.Losses[0], $"The loss falls: {string.Join(", ", actual.Losses)}.");
        Equal(expected.Losses, actual.Losses, "loss");
        for (int i = 0; i < expected.Parameters.Length; i++)
            Equal(expected.Parameters[i], actual.Parameters[i], $"parameter {i}");
    }

    private static void Equal(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= Tolerance, $"{what}, entry {i}: the processor has {expected[i]:R}, the GPU kernels {actual[i]:R}.");
    }
}
