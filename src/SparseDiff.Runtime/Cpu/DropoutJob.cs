using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>Dropout: what survives is a function of the key and the entry's index (<see cref="CounterRandom.Survives"/>), so pieces are independent.</summary>
internal unsafe struct DropoutJob : IPartJob
{
    private const int PieceLength = 8192;

    public float* X;
    public float* Into;
    public int Length;
    public ulong Key;
    public float Rate;

    public void Run() => CpuPool.Run(ref this, (Length + PieceLength - 1) / PieceLength);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int start = part * PieceLength;
        int end = Math.Min(Length, start + PieceLength);
        uint threshold = CounterRandom.Threshold(Rate);
        float scale = 1 / (1 - Rate);
        int i = start;
        if (Avx512DQ.IsSupported)
        {
            Vector512<uint> limit = Vector512.Create(threshold);
            for (; i + 16 <= end; i += 16)
            {
                Vector512<uint> draws = Draws(Key, (ulong)i / 2).AsUInt32();
                Vector512<float> survives = Vector512.GreaterThanOrEqual(draws, limit).AsSingle();
                ((Vector512.Load(X + i) * Vector512.Create(scale)) & survives).Store(Into + i);
            }
        }
        for (; i < end; i++)
            Into[i] = CounterRandom.Survives(Key, (uint)i, threshold) ? X[i] * scale : 0;
    }

    /// <summary><see cref="CounterRandom.Bits"/> of eight counters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Draws(ulong key, ulong counter)
    {
        Vector512<ulong> counters = Vector512<ulong>.Indices + Vector512.Create(counter + 1);
        Vector512<ulong> z = Vector512.Create(key * 0xD1342543DE82EF95UL) + (counters * Vector512.Create(0x9E3779B97F4A7C15UL));
        z = (z ^ Vector512.ShiftRightLogical(z, 30)) * Vector512.Create(0xBF58476D1CE4E5B9UL);
        z = (z ^ Vector512.ShiftRightLogical(z, 27)) * Vector512.Create(0x94D049BB133111EBUL);
        return z ^ Vector512.ShiftRightLogical(z, 31);
    }
}
