using System.Buffers;

namespace SparseDiff.Cpu;

/// <summary>Where several tensors lie in the host's memory. The tensors are kept alive by whoever has them.</summary>
internal readonly unsafe ref struct HostPlaces : IDisposable
{
    private readonly nint[] places;
    private readonly long[] lengths;
    private readonly int count;

    public HostPlaces(ReadOnlySpan<Tensor> tensors)
    {
        count = tensors.Length;
        places = ArrayPool<nint>.Shared.Rent(count);
        lengths = ArrayPool<long>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
            (places[i], lengths[i]) = ((nint)Host.Pointer(tensors[i]), tensors[i].Length);
    }

    public ReadOnlySpan<nint> Places => places.AsSpan(0, count);

    public ReadOnlySpan<long> Lengths => lengths.AsSpan(0, count);

    public void Dispose()
    {
        ArrayPool<nint>.Shared.Return(places);
        ArrayPool<long>.Shared.Return(lengths);
    }
}
