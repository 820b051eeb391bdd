namespace SparseDiff.Gpu;

/// <summary>An associative way to make one value of two, with <c>default</c> as its neutral element when it is used in a scan.</summary>
/// <typeparam name="T">The values.</typeparam>
internal interface IMerge<T>
    where T : unmanaged
{
    static abstract T Merge(T a, T b);
}
