using SparseDiff.Gpu;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Kernels;

public class DeviceTests
{
    [Fact]
    public void The_emulator_is_one_device() => Assert.Same(Device.GpuEmulator, Device.GpuEmulator);

    [Fact]
    public void Asking_for_a_GPU_that_is_not_there_says_what_was_looked_for()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Device.Gpu(99));
        Assert.Contains("Device.Gpu(99)", error.Message, StringComparison.Ordinal);
        Assert.Contains("libcuda.so.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("OpenCL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_indices_come_back_as_they_were_written()
    {
        Storage numbers = Device.GpuEmulator.Allocate(5);
        numbers.Write(1, [1, 2, 3]);
        numbers.Clear(2, 1);
        var read = new float[5];
        numbers.Read(0, read);
        Assert.Equal([0, 1, 0, 3, 0], read);

        IndexStorage indices = Device.GpuEmulator.AllocateIndices(3);
        indices.Write(1, [7, 8]);
        var readIndices = new int[3];
        indices.Read(0, readIndices);
        Assert.Equal([0, 7, 8], readIndices);
    }

    [Fact]
    public void Memory_that_was_given_back_or_exceeded_is_an_error()
    {
        Storage numbers = Device.GpuEmulator.Allocate(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Write(3, [1, 2, 3]));
        numbers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => numbers.Write(0, [1]));
    }

    [Fact]
    public void A_chain_with_fields_that_GPU_code_cannot_see_is_an_error_that_says_what_to_do()
    {
        Tensor x = Tensor.Zeros(Device.GpuEmulator, 3);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Hidden.RunScaled(Device.GpuEmulator.Kernels, x, x));
        Assert.Contains("InternalsVisibleTo(\"ILGPURuntime\")", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(Binary<Lanes.Multiply>), true)]
    [InlineData(typeof(ScaledReluPull), true)]
    [InlineData(typeof(Unary<PrivateOperation>), false)]
    [InlineData(typeof(PrivateOperation), false)]
    public void What_launching_code_sees_follows_accessibility(Type type, bool seen) => Assert.Equal(seen, LauncherAccess.Sees(type));

    [Fact]
    public void Six_dimensions_that_do_not_merge_can_be_walked_and_seven_are_an_error()
    {
        int[] lengths = [2, 2, 2, 2, 2, 2, 2];
        int[] strides = [0, 1, 0, 2, 0, 4, 0];
        Assert.Equal(7, Strided.Of(lengths.AsSpan(1), strides.AsSpan(1)).At(63));
        Assert.Throws<NotSupportedException>(() => Strided.Of(lengths, strides));
    }

    private readonly struct PrivateOperation : IUnaryOp
    {
        public static V Apply<V>(V x)
            where V : struct, ILane<V> => x;
    }
}
