using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>The sizes of a pooling, as kernels take them (see <see cref="Kernels.PoolingShape"/>).</summary>
internal struct PoolingSizes
{
    /// <summary>Rows of the input.</summary>
    public int Height;

    /// <summary>Columns of the input.</summary>
    public int Width;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight;

    /// <summary>Columns of the result.</summary>
    public int OutputWidth;

    /// <summary>Rows and columns of the window.</summary>
    public int Kernel;

    /// <summary>How far the window moves.</summary>
    public int Stride;

    /// <summary>Rows and columns around the input.</summary>
    public int Padding;
}

/// <summary>Pooling: one thread an entry of what is written; the gradients look up which windows cover them, so nothing is added twice.</summary>
internal static class PoolingKernels
{
    /// <summary>into = the largest number of each window.</summary>
    [GpuKernel]
    public static void Max(PoolingSizes s, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] = x[Largest(s, x, i)];
    }

    /// <summary>into = dY at each window's largest number.</summary>
    [GpuKernel]
    public static void MaxVjp(PoolingSizes s, ArrayView<float> x, ArrayView<float> dY, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
        {
            float sum = 0f;
            int firstRow = First(i / s.Width % s.Height, s);
            int firstColumn = First(i % s.Width, s);
            for (int row = firstRow; row < s.OutputHeight && (row * s.Stride) - s.Padding <= i / s.Width % s.Height; row++)
            {
                for (int column = firstColumn; column < s.OutputWidth && (column * s.Stride) - s.Padding <= i % s.Width; column++)
                {
                    int window = (((i / (s.Width * s.Height)) * s.OutputHeight) + row) * s.OutputWidth + column;
                    if (Largest(s, x, window) == i)
                        sum += dY[window];
                }
            }

            into[i] = sum;
        }
    }

    /// <summary>into = the mean of each window.</summary>
    [GpuKernel]
    public static void Average(PoolingSizes s, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
        {
            int plane = i / (s.OutputWidth * s.OutputHeight) * s.Height;
            int firstRow = (i / s.OutputWidth % s.OutputHeight * s.Stride) - s.Padding;
            int firstColumn = (i % s.OutputWidth * s.Stride) - s.Padding;
            float sum = 0f;
            for (int row = firstRow; row < firstRow + s.Kernel; row++)
            {
                for (int column = firstColumn; column < firstColumn + s.Kernel; column++)
                {
                    if (row >= 0 && row < s.Height && column >= 0 && column < s.Width)
                        sum += x[((plane + row) * s.Width) + column];
                }
            }

            into[i] = sum / (s.Kernel * s.Kernel);
        }
    }

    /// <summary>into = dY, spread over each window.</summary>
    [GpuKernel]
    public static void AverageVjp(PoolingSizes s, ArrayView<float> dY, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
        {
            float sum = 0f;
            int firstRow = First(i / s.Width % s.Height, s);
            int firstColumn = First(i % s.Width, s);
            for (int row = firstRow; row < s.OutputHeight && (row * s.Stride) - s.Padding <= i / s.Width % s.Height; row++)
            {
                for (int column = firstColumn; column < s.OutputWidth && (column * s.Stride) - s.Padding <= i % s.Width; column++)
                    sum += dY[(((i / (s.Width * s.Height)) * s.OutputHeight) + row) * s.OutputWidth + column];
            }

            into[i] = sum / (s.Kernel * s.Kernel);
        }
    }

    /// <summary>The first window along an axis that covers a place.</summary>
    private static int First(int place, PoolingSizes s)
    {
        int behind = place + s.Padding - s.Kernel;
        int first = 0;
        if (behind >= 0)
            first = (behind / s.Stride) + 1;
        return first;
    }

    /// <summary>The place of a window's largest number, the first of equals; a not-a-number wins.</summary>
    private static int Largest(PoolingSizes s, ArrayView<float> x, int window)
    {
        int plane = window / (s.OutputWidth * s.OutputHeight) * s.Height;
        int firstRow = (window / s.OutputWidth % s.OutputHeight * s.Stride) - s.Padding;
        int firstColumn = (window % s.OutputWidth * s.Stride) - s.Padding;
        int best = -1;
        float largest = 0f;
        for (int row = firstRow; row < firstRow + s.Kernel; row++)
        {
            for (int column = firstColumn; column < firstColumn + s.Kernel; column++)
            {
                if (row < 0 || row >= s.Height || column < 0 || column >= s.Width)
                    continue;
                int place = ((plane + row) * s.Width) + column;
                float value = x[place];
                bool isNumber = !float.IsNaN(largest);
                bool wins = value > largest || (float.IsNaN(value) && isNumber);
                if (best < 0 || wins)
                {
                    best = place;
                    largest = value;
                }
            }
        }

        return best;
    }
}
