using SparseDiff.Kernels;

namespace SparseDiff.Tests.Operations;

/// <summary>Functions of numbers over tensors, and the numbers' own operations.</summary>
public class MapTests
{
    [Fact]
    public void A_function_of_two_numbers_broadcasts()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
        Tensor y = Tensor.From([10f, 20, 30], [3]);
        Tensor result = Ops.Map(x, y, static (a, b) => b - (2 * a));
        Assert.Equal([8f, 16, 24, 2, 10, 18], result.ToArray());
        Assert.Equal([2, 3], result.Shape.ToArray());
    }

    [Theory]
    [InlineData(-30f), InlineData(-1.5f), InlineData(-0.3f), InlineData(0f), InlineData(0.01f), InlineData(0.7f), InlineData(4f)]
    public void Functions_made_of_lanes_are_those_of_the_framework(float x)
    {
        AssertClose(Math.Sinh(x), LaneFunctions.Sinh(new FloatLane(x)).Value);
        AssertClose(Math.Cosh(x), LaneFunctions.Cosh(new FloatLane(x)).Value);
        AssertClose(Math.Cbrt(x), LaneFunctions.Cbrt(new FloatLane(x)).Value);
        AssertClose(Math.Truncate(x), LaneFunctions.Truncate(new FloatLane(x)).Value);
        AssertClose(Math.Ceiling(x), LaneFunctions.Ceiling(new FloatLane(x)).Value);
        AssertClose(Math.Sign(x), LaneFunctions.Sign(new FloatLane(x)).Value);
        AssertClose(x % 1.25, LaneFunctions.Remainder(new FloatLane(x), new FloatLane(1.25f)).Value);
        AssertClose(1 / (1 + Math.Exp(-x)), Ops.Sigmoid(x));
        AssertClose(x / (1 + Math.Exp(-x)), Ops.Silu(x));
        AssertClose(Math.Log(1 + Math.Exp(x)), Ops.Softplus(x));
        AssertClose(Math.Max(x, 0), Ops.Relu(x));
        AssertClose(x * x, Ops.Square(x));
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-5 * Math.Max(1e-6, Math.Abs(expected)) + 1e-7, $"{actual} but {expected} is expected.");
}
