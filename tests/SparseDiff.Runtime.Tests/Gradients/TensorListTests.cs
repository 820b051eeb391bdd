using SparseDiff.Kernels;

namespace SparseDiff.Tests.Gradients;

public class TensorListTests
{
    [Fact]
    public void The_backward_pass_finds_every_element_as_it_was()
    {
        Workspace workspace = new();
        TensorList list = workspace.BeginList(0, length: 1);
        list[0] = One(1);
        list.Add(One(2));
        list[0] = One(3);
        ListGradient gradient = workspace.BeginGradient(0);
        Assert.Equal([3f, 2f], list.Select(static element => element.ToScalar()));
        gradient.Take(0);
        Assert.Equal([1f, 2f], list.Select(static element => element.ToScalar()));
        gradient.TakeLast();
        gradient.Take(0);
        Assert.Single(Enumerable.Range(0, gradient.Count));
    }

    [Fact]
    public void Reads_add_up_and_a_write_takes_the_sum()
    {
        Workspace workspace = new();
        TensorList list = workspace.BeginList(0, length: 1);
        list[0] = One(1);
        list[0] = One(2);
        for (int pass = 0; pass < 2; pass++)
        {
            ListGradient gradient = workspace.BeginGradient(0);
            gradient.Add(0, One(5));
            gradient.Add(0, One(7));
            Tensor second = gradient.Take(0);
            gradient.Add(0, One(11));
            Tensor first = gradient.Take(0);
            Assert.Equal((12f, 11f), (second.ToScalar(), first.ToScalar()));
            list[0] = One(1);
            list[0] = One(2);
        }
    }

    [Fact]
    public void A_written_value_that_nobody_reads_has_a_gradient_of_zeros()
    {
        Workspace workspace = new();
        workspace.BeginList(0).Add(Tensor.From([1f, 2f], [2], Device.Reference));
        Assert.Equal([0f, 0f], workspace.BeginGradient(0).TakeLast().ToArray());
    }

    [Fact]
    public void An_element_without_a_value_says_so()
    {
        TensorList list = new Workspace().BeginList(0, length: 3);
        list[0] = One(1);
        var failure = Assert.Throws<InvalidOperationException>(() => list[2]);
        Assert.Equal("Element 2 of an array of 3 tensors is read before it has a value.", failure.Message);
        Assert.Throws<InvalidOperationException>(() => Ops.Stack(list));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[3]);
    }

    [Fact]
    public void Operations_over_lists_are_those_over_single_tensors()
    {
        Tensor a = Tensor.From([1f, 2f], [1, 2], Device.Reference);
        Tensor b = Tensor.From([3f, 4f], [1, 2], Device.Reference);
        Assert.Equal(Ops.Stack(a, b, axis: 1).ToArray(), Ops.Stack([a, b], axis: 1).ToArray());
        Assert.Equal(Ops.Concat(a, b, axis: 0).ToArray(), Ops.Concat(new List<Tensor> { a, b }, axis: 0).ToArray());
        Assert.Equal("Concat: there are no tensors; at least one must be given.", Assert.Throws<ShapeException>(() => Ops.Concat([])).Message);
    }

    private static Tensor One(float value) => Tensor.From([value], [], Device.Reference);
}
