namespace SparseDiff.Gpu;

/// <summary>
/// An element-wise kernel that brings its own GPU kernel, as readable as its CPU form. The generator writes one for every fused
/// chain; a kernel without it runs through the generic one, which computes the same.
/// </summary>
/// <remarks>
/// The method is static, without captured variables, and an explicitly grouped grid-stride loop:
/// <c>for (int i = GpuLanes.First; i &lt; at.Length; i += GpuLanes.Stride)</c>. The struct's own fields
/// are floats and ints only; it is public, or its assembly names <c>ILGPURuntime</c> as a friend.
/// </remarks>
/// <typeparam name="TSelf">The kernel itself.</typeparam>
public interface IGpuElementwise<TSelf>
    where TSelf : struct
{
    /// <summary>The kernel's GPU form: a static method.</summary>
    static abstract Action<TSelf, GpuLanes> GpuKernel { get; }
}
