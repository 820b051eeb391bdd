using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>Lines along an axis: one group a line for a reduction, one thread a line for running sums.</summary>
internal static class LineKernels
{
    /// <summary>into[line] = the largest entry, log Σ e^x, or the product, by the number of <see cref="Reduction"/>.</summary>
    [GpuKernel]
    public static void Reduce(Lines lines, int reduction, ArrayView<float> x, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int line = Grid.IdxX; line < lines.Count; line += Grid.DimX)
        {
            int start = lines.Start(line);
            float largest = float.NegativeInfinity;
            float product = 1f;
            for (int i = Group.IdxX; i < lines.Length; i += Group.DimX)
            {
                float value = x[start + (i * lines.Inner)];
                largest = FloatMaximum.Merge(largest, value);
                product *= value;
            }

            largest = Groups.Reduce<float, FloatMaximum>(largest, shared);
            product = Groups.Reduce<float, FloatProduct>(product, shared);
            float sum = 0f;
            for (int i = Group.IdxX; i < lines.Length; i += Group.DimX)
                sum += FloatLane.Exp(new FloatLane(x[start + (i * lines.Inner)] - largest)).Value;
            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            if (Group.IdxX == 0)
            {
                float result = largest;
                if (reduction == (int)Reduction.LogSumExp)
                    result = largest + FloatLane.Log(new FloatLane(sum)).Value;
                if (reduction == (int)Reduction.Product)
                    result = product;
                into[line] = result;
            }
        }
    }

    /// <summary>Running sums or products; the flags are 0 or 1.</summary>
    [GpuKernel]
    public static void Scan(Lines lines, int product, int exclusive, int reverse, ArrayView<float> x, ArrayView<float> into)
    {
        for (int line = GpuLanes.First; line < lines.Count; line += GpuLanes.Stride)
        {
            int start = lines.Start(line);
            float total = product != 0 ? 1f : 0f;
            for (int i = 0; i < lines.Length; i++)
            {
                int place = start + ((reverse != 0 ? lines.Length - 1 - i : i) * lines.Inner);
                float next = product != 0 ? total * x[place] : total + x[place];
                into[place] = exclusive != 0 ? total : next;
                total = next;
            }
        }
    }
}
