namespace SparseDiff;

/// <summary>One reused buffer: a storage that only grows, and the tensors of the last few shapes that looked into it.</summary>
internal sealed class SlotBuffer(DrawCounter draws) : IDisposable
{
    // Batches of full and of last size, training and evaluation, and values that take turns in one buffer.
    private const int RememberedShapes = 8;

    private readonly Tensor?[] tensors = new Tensor?[RememberedShapes];
    private Storage? storage;
    private int next;

    /// <summary>Whether nobody has taken anything.</summary>
    public bool IsEmpty => storage is null;

    public Tensor Take(Device device, ReadOnlySpan<int> shape)
    {
        if (storage is not null && ReferenceEquals(storage.Device, device))
        {
            foreach (Tensor? known in tensors)
            {
                // One that somebody moved to another device is no longer here.
                if (known is not null && ReferenceEquals(known.Storage, storage) && known.Shape.SequenceEqual(shape))
                    return known;
            }
        }

        return Remember(new Tensor(Room(device, Shapes.Length(shape)), 0, shape));
    }

    public ulong NextDraw() => draws.Next();

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        storage?.Dispose();
        storage = null;
        Array.Clear(tensors);
    }

    private Tensor Remember(Tensor tensor)
    {
        tensors[next] = tensor;
        next = (next + 1) % RememberedShapes;
        return tensor;
    }

    private Storage Room(Device device, int length)
    {
        if (storage is not null && ReferenceEquals(storage.Device, device) && storage.Capacity >= length)
            return storage;
        Dispose();
        return storage = device.Allocate(length);
    }
}
