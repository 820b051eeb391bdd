using System.Numerics.Tensors;

namespace SparseDiff.Tests.Tensors;

public class TensorTests
{
    [Fact]
    public void A_span_of_a_host_tensor_is_its_memory()
    {
        Tensor tensor = Tensor.Zeros(2, 3);
        tensor.AsSpan()[4] = 7;
        Assert.Equal([0, 0, 0, 0, 7, 0], tensor.ToArray());
        TensorSpan<float> view = tensor.AsTensorSpan();
        view[1, 2] = 5;
        Assert.Equal(5, tensor.AsSpan()[5]);
    }

    [Fact]
    public void A_wrapped_array_is_shared_not_copied()
    {
        float[] array = [1, 2, 3, 4];
        Tensor tensor = Tensor.Wrap(array, 2, 2);
        tensor.AsSpan()[0] = 9;
        array[3] = 8;
        Assert.Equal(9, array[0]);
        Assert.Equal([9, 2, 3, 8], tensor.ToArray());
    }

    [Fact]
    public void Views_and_slices_share_memory()
    {
        Tensor tensor = Tensor.From([1, 2, 3, 4, 5, 6], [3, 2]);
        tensor.View(2, 3).AsSpan()[0] = 10;
        tensor.Slice(1, 2).AsSpan()[0] = 30;
        Assert.Equal([10, 2, 30, 4, 5, 6], tensor.ToArray());
        Assert.Equal("[2, 2]", tensor.Slice(1, 2).ShapeText);
    }

    [Fact]
    public void Moving_a_tensor_keeps_its_numbers_and_everybody_sees_it_moved()
    {
        Tensor tensor = Tensor.From([1.5f, -2], [2]);
        Tensor same = tensor;
        tensor.MoveTo(Device.Reference);
        Assert.Same(Device.Reference, same.Device);
        Assert.Equal([1.5f, -2], same.To(Device.Cpu).ToArray());
    }

    [Fact]
    public void A_scalar_has_no_dimensions_and_one_entry()
    {
        Tensor scalar = Tensor.Scalar(3);
        Assert.Equal((0, 1, 1, 1, 3f), (scalar.Rank, scalar.Length, scalar.Rows, scalar.Columns, scalar.ToScalar()));
    }

    [Fact]
    public void Wrong_counts_shapes_and_devices_say_what_was_expected_and_what_came()
    {
        Says<ShapeException>("[2, 2] has 4 entries, but 3 values", () => Tensor.From([1, 2, 3], [2, 2]));
        Says<ShapeException>("[-1]", () => Tensor.Zeros(-1));
        Says<ShapeException>("[65536, 65536]", () => Tensor.Zeros(65536, 65536));
        Says<ShapeException>("[2, 3] has 6 entries, but [4] has 4", () => Tensor.Zeros(2, 3).View(4));
        Says<ShapeException>("2 from 2 on", () => Tensor.Zeros(3, 1).Slice(2, 2));
        Says<ShapeException>("one entry, but this one is [2]", () => Tensor.Zeros(2).ToScalar());
        Says<InvalidOperationException>("on reference", () => Tensor.Zeros(Device.Reference, 2).AsSpan());
        Says<ShapeException>("3 labels were given, but there is room for 2", () => Labels.From([0, 1]).CopyFrom([0, 1, 2]));
    }

    [Fact]
    public void A_tensor_whose_memory_was_given_back_says_so()
    {
        Tensor tensor = Tensor.Zeros(2);
        tensor.Storage.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray());
        Assert.Contains("given back", tensor.ToString(), StringComparison.Ordinal);
    }

    internal static void Says<TException>(string part, Action action)
        where TException : Exception => Assert.Contains(part, Assert.ThrowsAny<TException>(action).Message, StringComparison.Ordinal);
}
