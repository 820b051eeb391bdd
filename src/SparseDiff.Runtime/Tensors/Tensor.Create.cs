namespace SparseDiff;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros on the host.</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> shape) => Zeros(Device.Cpu, shape);

    /// <summary>A tensor of zeros on a device.</summary>
    public static Tensor Zeros(Device device, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new Tensor(device.Allocate(Shapes.Length(shape)), 0, shape);
    }

    /// <summary>A tensor on the host with every entry equal to <paramref name="value"/>.</summary>
    public static Tensor Full(float value, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = Zeros(shape);
        tensor.AsSpan().Fill(value);
        return tensor;
    }

    /// <summary>A scalar.</summary>
    public static Tensor Scalar(float value, Device? device = null) => From([value], [], device);

    /// <summary>A tensor with a copy of <paramref name="values"/>, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape.</exception>
    public static Tensor From(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Device? device = null)
    {
        CheckCount(values.Length, shape);
        Tensor tensor = Zeros(device ?? Device.Cpu, shape);
        tensor.Storage.Write(0, values);
        return tensor;
    }

    /// <summary>A tensor on the host that shares the memory of <paramref name="array"/>: a write to one is seen in the other.</summary>
    /// <remarks>The array stays pinned until the tensor is collected.</remarks>
    /// <exception cref="ShapeException">The array's length is not that of the shape.</exception>
    public static Tensor Wrap(float[] array, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckCount(array.Length, shape);
        return new Tensor(new HostStorage(Device.Cpu, array), 0, shape);
    }

    private static void CheckCount(int count, ReadOnlySpan<int> shape)
    {
        if (count != Shapes.Length(shape))
            throw new ShapeException($"A tensor of shape {Shapes.Text(shape)} has {Shapes.Length(shape)} entries, but {count} values were given.");
    }
}
