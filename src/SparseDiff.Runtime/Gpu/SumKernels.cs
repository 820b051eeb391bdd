using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>A sum over some dimensions: which entries of x each result adds up.</summary>
/// <param name="Results">Where the entries of each result begin.</param>
/// <param name="Terms">How far each of a result's entries lies from there.</param>
/// <param name="Scale">The factor.</param>
/// <param name="Accumulate">1 to add to what is there, 0 to overwrite.</param>
internal readonly record struct SumShape(Strided Results, Strided Terms, float Scale, int Accumulate);

/// <summary>Sums over dimensions.</summary>
internal static class SumKernels
{
    /// <summary>One thread a result: for many results of few terms, such as the gradient of a bias.</summary>
    [GpuKernel]
    public static void PerThread(SumShape shape, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < shape.Results.Length; i += GpuLanes.Stride)
        {
            int start = shape.Results.At(i);
            float sum = 0f;
            for (int term = 0; term < shape.Terms.Length; term++)
                sum += x[start + shape.Terms.At(term)];
            into[i] = shape.Accumulate != 0 ? into[i] + (shape.Scale * sum) : shape.Scale * sum;
        }
    }

    /// <summary>One group a result: for few results of many terms.</summary>
    [GpuKernel]
    public static void PerGroup(SumShape shape, ArrayView<float> x, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int i = Grid.IdxX; i < shape.Results.Length; i += Grid.DimX)
        {
            int start = shape.Results.At(i);
            float sum = 0f;
            for (int term = Group.IdxX; term < shape.Terms.Length; term += Group.DimX)
                sum += x[start + shape.Terms.At(term)];
            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            if (Group.IdxX == 0)
                into[i] = shape.Accumulate != 0 ? into[i] + (shape.Scale * sum) : shape.Scale * sum;
        }
    }
}
