namespace SparseDiff.Tests.Tensors;

public sealed class DeclaredShapesTests
{
    [Fact]
    public void Equal_names_are_equal_sizes()
    {
        DeclaredShapes declared = new("Net.Loss", stackalloc int[3]);
        declared.Check(Tensor.Zeros(2, 5), "x [batch, inputs]", 0, 1);
        declared.Check(Tensor.Zeros(7, 5), "w [outputs, inputs]", 2, 1);
        declared.CheckLast(Tensor.Zeros(9, 2, 7), "y [..., batch, outputs]", 0, 2);
        declared.Check(Tensor.Scalar(1), "loss []");
        string message = MessageOf(static () =>
        {
            DeclaredShapes again = new("Net.Loss", stackalloc int[2]);
            again.Check(Tensor.Zeros(2, 5), "x [batch, inputs]", 0, 1);
            again.Check(Tensor.Zeros(7, 4), "w [outputs, inputs]", DeclaredShapes.Any, 1);
        });
        Assert.Equal("Net.Loss: w [outputs, inputs] is [7, 4]; dimension -1 must be 5, as it was for an earlier tensor.", message);
    }

    [Fact]
    public void An_empty_dimension_is_a_size_like_any_other() =>
        Assert.Contains("must be 0", MessageOf(static () =>
        {
            DeclaredShapes declared = new("Net.Loss", stackalloc int[1]);
            declared.Check(Tensor.Zeros(0), "x [batch]", 0);
            declared.Check(Tensor.Zeros(3), "y [batch]", 0);
        }), StringComparison.Ordinal);

    [Fact]
    public void Numbers_and_the_count_of_dimensions_are_checked()
    {
        Assert.Contains("dimension -2 must be 3.", MessageOf(static () => new DeclaredShapes("F", []).Check(Tensor.Zeros(4, 5), "x [3, ?]", DeclaredShapes.Number(3), DeclaredShapes.Any)), StringComparison.Ordinal);
        Assert.Contains("must have 2 dimensions", MessageOf(static () => new DeclaredShapes("F", []).Check(Tensor.Zeros(4), "x [?, ?]", DeclaredShapes.Any, DeclaredShapes.Any)), StringComparison.Ordinal);
        Assert.Contains("must have at least 1 dimension.", MessageOf(static () => new DeclaredShapes("F", []).CheckLast(Tensor.Scalar(1), "x [..., ?]", DeclaredShapes.Any)), StringComparison.Ordinal);
    }

    private static string MessageOf(Action action) => Assert.Throws<ShapeException>(action).Message;
}
