using SparseDiff.Kernels;

namespace SparseDiff.Tests.Operations;

public class LineTests
{
    [Fact]
    public void Equally_large_entries_share_the_gradient()
    {
        Tensor x = Tensor.From([3, 1, 3, 2, 2, 0], [2, 3]);
        Tensor y = Ops.Max(x, 1);
        Assert.Equal([3, 2], y.ToArray());
        Assert.Equal([2, 0, 2, 3, 3, 0], Ops.MaxVjp(x, y, Tensor.From([4, 6], [2]), 1).ToArray());
    }

    [Fact]
    public void The_gradient_of_a_product_survives_zeros()
    {
        Tensor x = Tensor.From([2, 0, 5, 0, 0, 3], [2, 3]);
        Assert.Equal([0, 10, 0, 0, 0, 0], Ops.ProductVjp(x, Tensor.From([1, 1], [2]), 1).ToArray());
    }

    [Fact]
    public void Infinities_have_a_logarithm_of_the_sum_of_exponentials()
    {
        Tensor x = Tensor.From([float.NegativeInfinity, float.NegativeInfinity, 1, float.NegativeInfinity, float.PositiveInfinity, 0], [3, 2]);
        Assert.Equal([float.NegativeInfinity, 1, float.PositiveInfinity], Ops.LogSumExp(x, 1).ToArray());
    }

    [Fact]
    public void Equal_numbers_share_the_gradient_of_maximum_and_minimum()
    {
        Assert.Equal(0.5f, Lanes.Maximum.PullA(new FloatLane(2), new(2), new(1)).Value);
        Assert.Equal(0.5f, Lanes.Minimum.PullB(new FloatLane(2), new(2), new(1)).Value);
    }
}
