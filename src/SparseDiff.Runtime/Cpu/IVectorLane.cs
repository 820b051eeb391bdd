using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A lane that is a vector register: it can be loaded from and stored to memory.</summary>
internal unsafe interface IVectorLane<V> : IBitLane<V>
    where V : struct, IVectorLane<V>
{
    /// <summary>How many floats it holds, at most sixteen.</summary>
    static abstract int Width { get; }

    static abstract V Load(float* from);

    static abstract void Store(float* into, V a);
}
