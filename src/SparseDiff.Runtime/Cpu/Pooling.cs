using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>Pooling of planes; the common case of 2 × 2 windows side by side runs over vectors (<see cref="HalvingPool"/>).</summary>
internal static unsafe class Pooling
{
    /// <summary>Entries below which a plane is not worth a part of its own.</summary>
    private const int EntriesPerPart = 1 << 14;

    private enum Pass
    {
        Max,
        MaxVjp,
        Average,
        AverageVjp,
    }

    public static void Max(in PoolingShape s, float* x, float* y) => Run(new Job { Shape = s, Pass = Pass.Max, X = x, Y = y });

    public static void MaxVjp(in PoolingShape s, float* x, float* dY, float* dX) => Run(new Job { Shape = s, Pass = Pass.MaxVjp, X = x, Y = dY, DX = dX });

    public static void Average(in PoolingShape s, float* x, float* y) => Run(new Job { Shape = s, Pass = Pass.Average, X = x, Y = y });

    public static void AverageVjp(in PoolingShape s, float* dY, float* dX) => Run(new Job { Shape = s, Pass = Pass.AverageVjp, Y = dY, DX = dX });

    private static void Run(Job job)
    {
        int plane = Math.Max(1, job.Shape.Height * job.Shape.Width);
        job.PlanesPerPart = Math.Max(1, EntriesPerPart / plane);
        CpuPool.Run(ref job, (job.Shape.Planes + job.PlanesPerPart - 1) / job.PlanesPerPart);
    }

    /// <summary>Some planes.</summary>
    private struct Job : IPartJob
    {
        public PoolingShape Shape;
        public Pass Pass;
        public int PlanesPerPart;
        public float* X;
        public float* Y;
        public float* DX;

        public readonly void Run(int part)
        {
            int input = Shape.Height * Shape.Width;
            int output = Shape.OutputHeight * Shape.OutputWidth;
            bool halving = HalvingPool.Fits(Shape);
            int end = Math.Min(Shape.Planes, (part + 1) * PlanesPerPart);
            for (int plane = part * PlanesPerPart; plane < end; plane++)
            {
                float* x = X + ((long)plane * input);
                float* y = Y + ((long)plane * output);
                float* dX = DX + ((long)plane * input);
                if (Pass == Pass.Max && halving)
                    HalvingPool.Max(Shape, x, y);
                else if (Pass == Pass.MaxVjp && halving)
                    HalvingPool.MaxVjp(Shape, x, y, dX);
                else
                    Plane(x, y, dX, input);
            }
        }

        private readonly void Plane(float* x, float* y, float* dX, int input)
        {
            if (Pass is Pass.MaxVjp or Pass.AverageVjp)
                new Span<float>(dX, input).Clear();
            for (int row = 0; row < Shape.OutputHeight; row++)
            {
                for (int column = 0; column < Shape.OutputWidth; column++)
                    Window((row * Shape.Stride) - Shape.Padding, (column * Shape.Stride) - Shape.Padding, x, y++, dX);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Window(int row, int column, float* x, float* y, float* dX)
        {
            int endRow = Math.Min(Shape.Height, row + Shape.Kernel);
            int endColumn = Math.Min(Shape.Width, column + Shape.Kernel);
            row = Math.Max(row, 0);
            column = Math.Max(column, 0);
            float share = *y / (Shape.Kernel * Shape.Kernel);
            float sum = 0;
            int best = (row * Shape.Width) + column;
            for (; row < endRow; row++)
            {
                int line = row * Shape.Width;
                for (int place = line + column; place < line + endColumn; place++)
                {
                    if (Pass is Pass.Max or Pass.MaxVjp)
                        best = x[place] > x[best] || (float.IsNaN(x[place]) && !float.IsNaN(x[best])) ? place : best;
                    else if (Pass == Pass.Average)
                        sum += x[place];
                    else
                        dX[place] += share;
                }
            }
            if (Pass == Pass.Max)
                *y = x[best];
            else if (Pass == Pass.MaxVjp)
                dX[best] += *y;
            else if (Pass == Pass.Average)
                *y = sum / (Shape.Kernel * Shape.Kernel);
        }
    }
}
