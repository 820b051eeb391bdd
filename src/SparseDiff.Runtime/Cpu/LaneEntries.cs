using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>The single entries of a register, through memory: no instruction takes out the entry of a number that is known only at run time.</summary>
internal static class LaneEntries
{
    public static V Each<V, F>(F function)
        where V : struct, IVectorLane<V>
        where F : struct, IEntries
    {
        Unsafe.SkipInit(out V result);
        ref float first = ref Unsafe.As<V, float>(ref result);
        for (int i = 0; i < V.Width; i++)
            Unsafe.Add(ref first, i) = function.Single(i);
        return result;
    }

    public static float Single<V>(V a, int entry)
        where V : struct, IVectorLane<V> => Unsafe.Add(ref Unsafe.As<V, float>(ref a), entry);
}
