using System.Runtime.InteropServices;

namespace SparseDiff.Cpu;

/// <summary>What a piece of scratch memory is for; two uses that may be alive on one thread at the same time have two names.</summary>
internal enum ScratchUse
{
    PackedA,
    PackedB,
    Row,
    Candidates,
    CandidateColumns,
    Segments,
    Structure,
    Entries,
    Panels,
    Marks,
    Partials,
    Sums,
    Touched,
    Gradient,
    Densified,
    Scores,
    ScoreGradients,
    PatchOffsets,
    Stretches,
    Image,
    Patches,
    PartialSums,
    MapStarts,
    MapPlaces,
    Count,
}

/// <summary>
/// Native, 64-byte aligned memory that belongs to a thread and only ever grows, so that a kernel in steady state allocates nothing.
/// A pointer is good until the same thread asks for the same use again.
/// </summary>
internal sealed unsafe class Scratch
{
    [ThreadStatic]
    private static Scratch? current;

    private readonly nint[] blocks = new nint[(int)ScratchUse.Count];
    private readonly nuint[] sizes = new nuint[(int)ScratchUse.Count];

    ~Scratch()
    {
        foreach (nint block in blocks)
            NativeMemory.AlignedFree((void*)block);
    }

    /// <summary>Room for <paramref name="count"/> elements with 256 bytes of slack behind it; the content is undefined.</summary>
    public static T* Get<T>(ScratchUse use, long count)
        where T : unmanaged => (T*)(current ??= new Scratch()).Block(use, ((nuint)count * (nuint)sizeof(T)) + 256);

    private void* Block(ScratchUse use, nuint bytes)
    {
        if (sizes[(int)use] < bytes)
        {
            NativeMemory.AlignedFree((void*)blocks[(int)use]);
            blocks[(int)use] = 0;
            nuint size = (Math.Max(bytes, 4096) + (bytes / 4) + 63) & ~(nuint)63;
            blocks[(int)use] = (nint)NativeMemory.AlignedAlloc(size, 64);
            sizes[(int)use] = size;
        }
        return (void*)blocks[(int)use];
    }
}
