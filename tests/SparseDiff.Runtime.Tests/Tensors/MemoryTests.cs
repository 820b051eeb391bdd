using System.Runtime.CompilerServices;

namespace SparseDiff.Tests.Tensors;

public class MemoryTests
{
    [Fact]
    public void A_span_keeps_the_memory_of_a_tensor_that_nobody_holds()
    {
        const int Length = 1 << 18;
        Span<float> span = Forgotten(Length);
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            for (int i = 0; i < 20; i++)
                Tensor.Full(-1, Length);
        }

        Assert.True(span.IndexOfAnyExcept(7f) < 0, "Somebody else's numbers are in the span.");
    }

    [Fact]
    public void A_span_is_safe_to_use_after_its_memory_was_given_back()
    {
        Tensor tensor = Tensor.Full(7, 1000);
        Span<float> span = tensor.AsSpan();
        tensor.Storage.Dispose();
        Tensor.Full(-1, 1000);
        Assert.True(span.IndexOfAnyExcept(7f) < 0);
        Assert.Throws<ObjectDisposedException>(() => tensor.AsSpan());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_000)]
    public unsafe void Memory_begins_at_a_cache_line_and_is_zero(int length)
    {
        using var numbers = (HostStorage)Device.Cpu.Allocate(length);
        using var indices = (HostIndexStorage)Device.Cpu.AllocateIndices(length);
        Assert.Equal((0ul, 0ul), ((nuint)numbers.Pointer % 64, (nuint)indices.Pointer % 64));
        for (int i = 0; i < length; i++)
            Assert.Equal((0f, 0), (numbers.Pointer[i], indices.Pointer[i]));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 0)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MinValue, 1)]
    public void What_lies_outside_is_neither_read_nor_written(int offset, int count)
    {
        foreach (Device device in new[] { Device.Cpu, Device.Reference })
        {
            Storage numbers = device.Allocate(4);
            IndexStorage indices = device.AllocateIndices(4);
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Write(offset, new float[count]));
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Read(offset, new float[count]));
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Clear(offset, count));
            Assert.Throws<ArgumentOutOfRangeException>(() => indices.Write(offset, new int[count]));
            Assert.Throws<ArgumentOutOfRangeException>(() => indices.Read(offset, new int[count]));
        }
    }

    [Fact]
    public void A_length_below_zero_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.Allocate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.AllocateIndices(-1));
    }

    [Fact]
    public void A_wrapped_array_is_no_longer_pinned_and_still_safe_after_it_was_given_back()
    {
        float[] array = [1, 2, 3];
        Tensor tensor = Tensor.Wrap(array, 3);
        Span<float> span = tensor.AsSpan();
        tensor.Storage.Dispose();
        span[0] = 9;
        Assert.Equal([9, 2, 3], array);
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray());
    }

    [Fact]
    public void Labels_that_are_part_of_indices_do_not_reach_beyond_them()
    {
        Indices tokens = Indices.From([0, 1, 2, 3], [2, 2]);
        Labels first = tokens.Row(0).AsLabels();
        TensorTests.Says<ShapeException>("3 labels were given, but there is room for 2", () => first.CopyFrom([7, 8, 9]));
        first.CopyFrom([7, 8]);
        Assert.Equal([7, 8, 2, 3], tokens.ToArray());
    }

    [Fact]
    public void A_slot_whose_tensor_was_moved_away_gives_another_on_its_own_device()
    {
        using var workspace = new Workspace();
        Tensor taken = workspace[0].Take(Device.Cpu, 2);
        taken.MoveTo(Device.Reference);
        Assert.Same(Device.Cpu, workspace[0].Take(Device.Cpu, 2).Device);
        Assert.Same(Device.Reference, taken.Device);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> Forgotten(int length) => Tensor.Full(7, length).AsSpan();
}
