using System.Numerics.Tensors;

namespace SparseDiff;

public sealed partial class Tensor
{
    /// <summary>The numbers themselves, without a copy; writes change the tensor. The span keeps the memory, even of a tensor that nobody holds any more.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not on the host.</exception>
    public Span<float> AsSpan() => Host().Span(Offset, Length);

    /// <summary>The numbers themselves, without a copy, with the tensor's shape, for <see cref="TensorPrimitives"/> and its kin.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not on the host.</exception>
    public TensorSpan<float> AsTensorSpan()
    {
        Span<nint> lengths = stackalloc nint[Rank];
        for (int i = 0; i < Rank; i++)
            lengths[i] = shape[i];
        return new TensorSpan<float>(AsSpan(), lengths);
    }

    /// <summary>A copy of the numbers, from whatever device.</summary>
    public float[] ToArray()
    {
        var values = new float[Length];
        Storage.Read(Offset, values);
        return values;
    }

    /// <summary>The number of a tensor that has just one.</summary>
    /// <exception cref="ShapeException">The tensor has more or fewer.</exception>
    public float ToScalar()
    {
        if (Length != 1)
            throw new ShapeException($"ToScalar needs a tensor of one entry, but this one is {ShapeText}.");
        float value = 0;
        Storage.Read(Offset, new Span<float>(ref value));
        return value;
    }

    /// <summary>Overwrites all numbers.</summary>
    /// <exception cref="ShapeException">The number of values is not the tensor's length.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        CheckCount(values.Length, shape);
        Storage.Write(Offset, values);
    }

    /// <summary>The same numbers under another shape of the same length, without a copy.</summary>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public Tensor View(params ReadOnlySpan<int> newShape)
    {
        if (Shapes.Length(newShape) != Length)
            throw new ShapeException($"View: {ShapeText} has {Length} entries, but {Shapes.Text(newShape)} has {Shapes.Length(newShape)}.");
        return new Tensor(Storage, Offset, newShape);
    }

    /// <summary>Part of the first dimension, from <paramref name="start"/> on, without a copy.</summary>
    /// <exception cref="ShapeException">The tensor has no such rows.</exception>
    public Tensor Slice(int start, int count)
    {
        if (Rank == 0 || start < 0 || count < 0 || start + (long)count > shape[0])
            throw new ShapeException($"Slice: {count} from {start} on do not lie inside the first dimension of {ShapeText}.");
        int step = shape[0] == 0 ? 0 : Length / shape[0];
        Span<int> part = stackalloc int[Rank];
        shape.CopyTo(part);
        part[0] = count;
        return new Tensor(Storage, Offset + start * step, part);
    }

    private HostStorage Host() => Storage as HostStorage
        ?? throw new InvalidOperationException($"A span needs a tensor on the host, but this one is on {Device.Name}; copy it with To(Device.Cpu) or ToArray().");
}
