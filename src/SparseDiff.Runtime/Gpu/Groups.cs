using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>What the threads of a group compute together. Every thread of the group must call; all see the result.</summary>
/// <remarks>Trees in shared memory with barriers: the order of additions is fixed, so results are the same from run to run.</remarks>
internal static class Groups
{
    /// <summary>The most threads of a group, a power of two: the room for them in shared memory.</summary>
    public const int MaximalSize = 256;

    /// <summary>All threads' values merged.</summary>
    /// <param name="value">This thread's value.</param>
    /// <param name="shared">One place for each thread; free again afterwards.</param>
    public static T Reduce<T, TMerge>(T value, ArrayView<T> shared)
        where T : unmanaged
        where TMerge : struct, IMerge<T>
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
                shared[thread] = TMerge.Merge(shared[thread], shared[thread + half]);
            Group.Barrier();
        }

        T result = shared[0];
        Group.Barrier();
        return result;
    }

    /// <summary>The values of all threads up to this one, this one's included, merged. Thread i's result is exactly what thread i + 1 finds before its own.</summary>
    /// <param name="value">This thread's value.</param>
    /// <param name="shared">One place for each thread; free again afterwards.</param>
    /// <param name="before">The same without this thread's own value.</param>
    /// <param name="total">All threads' values merged.</param>
    public static T Scan<T, TMerge>(T value, ArrayView<T> shared, out T before, out T total)
        where T : unmanaged
        where TMerge : struct, IMerge<T>
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int reach = 1; reach < Group.DimX; reach *= 2)
        {
            T left = default;
            if (thread >= reach)
                left = shared[thread - reach];
            Group.Barrier();
            if (thread >= reach)
                shared[thread] = TMerge.Merge(left, shared[thread]);
            Group.Barrier();
        }

        T result = shared[thread];
        total = shared[Group.DimX - 1];
        before = default;
        if (thread > 0)
            before = shared[thread - 1];
        Group.Barrier();
        return result;
    }
}
