namespace SparseDiff.Tests.Tensors;

public class IndicesTests
{
    [Fact]
    public void A_row_and_the_labels_are_views_that_see_new_numbers()
    {
        Indices tokens = Indices.From([1, 2, 3, 4, 5, 6], [2, 3]);
        Indices second = tokens.Row(1);
        Labels labels = second.AsLabels();
        Assert.Equal([4, 5, 6], second.ToArray());
        tokens.CopyFrom([6, 5, 4, 3, 2, 1]);
        Assert.Equal([3, 2, 1], second.ToArray());
        Assert.Equal([3, 2, 1], labels.ToArray());
        Assert.Equal((1, 3), (labels.Smallest, labels.Largest));
        Assert.Equal([3], second.Shape.ToArray());
        Assert.Same(second, tokens.Row(1));
        Tensor logits = Init.Uniform(-1, 1, 4, 3, 4);
        Assert.Equal(
            Ops.SoftmaxCrossEntropy(logits, Labels.From([3, 2, 1])).ToScalar(), Ops.SoftmaxCrossEntropy(logits, labels).ToScalar());
    }

    [Fact]
    public void Wrong_counts_and_positions_are_errors()
    {
        Indices tokens = Indices.From([1, 2, 3, 4], [2, 2]);
        TensorTests.Says<ShapeException>("Indices of shape [2, 2] have 4 entries, but 3 values were given.", () => tokens.CopyFrom([1, 2, 3]));
        TensorTests.Says<ShapeException>("Row: 2 is not a position of the first dimension of [2, 2].", () => tokens.Row(2));
    }

    [Fact]
    public void A_copy_on_another_device_has_the_same_numbers()
    {
        Indices tokens = Indices.From([1, 2, 3, 4], [2, 2]);
        Indices copy = tokens.Row(1).To(Device.Reference);
        Assert.Same(Device.Reference, copy.Device);
        Assert.Equal([3, 4], copy.ToArray());
        Assert.Same(tokens, tokens.To(Device.Cpu));
    }
}
