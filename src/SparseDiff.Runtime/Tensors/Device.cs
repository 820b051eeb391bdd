namespace SparseDiff;

/// <summary>A place where tensors live and kernels run: the host's processor, a GPU, or the double-precision reference.</summary>
/// <remarks>Only the host lets a program see its memory as a span; everything else goes through <see cref="Storage"/>.</remarks>
public abstract partial class Device
{
    /// <summary>The device's name as it appears in messages, such as <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Allocates room for <paramref name="length"/> numbers, all zero.</summary>
    public abstract Storage Allocate(int length);

    /// <summary>Allocates room for <paramref name="length"/> indices, all zero.</summary>
    public abstract IndexStorage AllocateIndices(int length);

    /// <summary>Makes some rows of a tensor zero.</summary>
    /// <param name="into">Rows of <paramref name="rowLength"/> entries.</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="rowLength">Entries of a row.</param>
    internal virtual void ClearRows(Tensor into, ReadOnlySpan<int> rows, int rowLength)
    {
        foreach (int row in rows)
            into.Storage.Clear(into.Offset + (row * rowLength), rowLength);
    }

    /// <summary>Waits until everything that was started on the device is done.</summary>
    public virtual void Synchronize()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
