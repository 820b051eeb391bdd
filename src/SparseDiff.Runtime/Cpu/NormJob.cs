using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>Layer norm and root-mean-square norm of rows, forwards or backwards. A row's statistics are cheaper to compute again than to keep.</summary>
internal unsafe struct NormJob : IPartJob
{
    private const int EntriesPerPart = 8192;

    // The weight's gradient is summed in this many stretches of rows at most, whatever the number of threads.
    private const int Stretches = 32;

    public float* X;
    public float* Weight;
    public float* Bias;
    public int Rows;
    public int Columns;
    public bool Centred;
    public float Epsilon;

    /// <summary>The result's gradient; null forwards.</summary>
    public float* Gradient;
    public float* Into;
    private float* partials;
    private int rowsPerPart;

    /// <summary>Forwards, or backwards to x when there is a gradient.</summary>
    public void Run()
    {
        rowsPerPart = Math.Max(1, EntriesPerPart / Math.Max(1, Columns));
        if (Columns > 0)
            CpuPool.Run(ref this, (Rows + rowsPerPart - 1) / rowsPerPart);
    }

    /// <summary>Backwards to the weight: into[columns] (= or +=).</summary>
    public void RunWeight(float* into, bool accumulate)
    {
        rowsPerPart = Math.Max(Math.Max(1, EntriesPerPart / Math.Max(1, Columns)), (Rows + Stretches - 1) / Stretches);
        int parts = (Rows + rowsPerPart - 1) / rowsPerPart;
        partials = Scratch.Get<float>(ScratchUse.Partials, (long)parts * Columns);
        CpuPool.Run(ref this, parts);
        for (int column = 0; column < Columns; column++)
        {
            double sum = accumulate ? into[column] : 0;
            for (int part = 0; part < parts; part++)
                sum += partials[((long)part * Columns) + column];
            into[column] = (float)sum;
        }
    }

    public readonly void Run(int part)
    {
        int end = Math.Min(Rows, (part + 1) * rowsPerPart);
        float* sums = partials == null ? null : partials + ((long)part * Columns);
        if (sums != null)
            new Span<float>(sums, Columns).Clear();
        for (int row = part * rowsPerPart; row < end; row++)
        {
            long start = (long)row * Columns;
            Statistics(X + start, Columns, Centred, Epsilon, out float mean, out float scale);
            if (sums != null)
                AddToWeight(X + start, Gradient + start, Columns, mean, scale, sums);
            else if (Gradient != null)
                Backward(X + start, Gradient + start, mean, scale, Into + start);
            else
                Forward(X + start, mean, scale, Into + start);
        }
    }

    /// <summary>The mean (0 unless centred) and 1 / √(variance around it + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Statistics(float* x, int count, bool centred, float epsilon, out float mean, out float scale)
    {
        mean = 0;
        if (centred)
        {
            Vector512<float> sum = default;
            for (int i = 0; i < count; i += 16)
                sum += Simd.LoadPart(x + i, Math.Min(16, count - i));
            mean = Vector512.Sum(sum) / count;
        }
        Vector512<float> offset = Vector512.Create(mean);
        Vector512<float> squares = default;
        int j = 0;
        for (; j + 16 <= count; j += 16)
        {
            Vector512<float> d = Vector512.Load(x + j) - offset;
            squares = Simd.Fma(d, d, squares);
        }
        float rest = 0;
        for (; j < count; j++)
            rest += (x[j] - mean) * (x[j] - mean);
        scale = 1 / MathF.Sqrt(((Vector512.Sum(squares) + rest) / count) + epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Forward(float* x, float mean, float scale, float* into)
    {
        Vector512<float> offset = Vector512.Create(mean), factor = Vector512.Create(scale);
        for (int i = 0; i < Columns; i += 16)
        {
            int count = Math.Min(16, Columns - i);
            Vector512<float> y = (Simd.LoadPart(x + i, count) - offset) * factor;
            if (Weight != null)
                y *= Simd.LoadPart(Weight + i, count);
            if (Bias != null)
                y += Simd.LoadPart(Bias + i, count);
            Simd.StorePart(into + i, count, y);
        }
    }

    /// <summary>into = scale · (g − mean(g) − x̂ · mean(g · x̂)) with g = dY · weight; without mean(g) unless centred.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Backward(float* x, float* dY, float mean, float scale, float* into)
    {
        Vector512<float> offset = Vector512.Create(mean), factor = Vector512.Create(scale);
        Vector512<float> total = default, projection = default;
        for (int i = 0; i < Columns; i += 16)
        {
            int count = Math.Min(16, Columns - i);
            Vector512<float> g = Simd.LoadPart(dY + i, count);
            if (Weight != null)
                g *= Simd.LoadPart(Weight + i, count);
            total += g;
            projection = Simd.Fma(g, (Simd.LoadPart(x + i, count) - offset) * factor, projection);
        }
        Vector512<float> meanOfG = Vector512.Create(Centred ? Vector512.Sum(total) / Columns : 0);
        Vector512<float> along = Vector512.Create(Vector512.Sum(projection) / Columns);
        for (int i = 0; i < Columns; i += 16)
        {
            int count = Math.Min(16, Columns - i);
            Vector512<float> g = Simd.LoadPart(dY + i, count);
            if (Weight != null)
                g *= Simd.LoadPart(Weight + i, count);
            Vector512<float> normalized = (Simd.LoadPart(x + i, count) - offset) * factor;
            Simd.StorePart(into + i, count, factor * (g - meanOfG - (normalized * along)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddToWeight(float* x, float* dY, int columns, float mean, float scale, float* sums)
    {
        Vector512<float> offset = Vector512.Create(mean), factor = Vector512.Create(scale);
        for (int i = 0; i < columns; i += 16)
        {
            int count = Math.Min(16, columns - i);
            Vector512<float> normalized = (Simd.LoadPart(x + i, count) - offset) * factor;
            Simd.StorePart(sums + i, count, Simd.Fma(Simd.LoadPart(dY + i, count), normalized, Simd.LoadPart(sums + i, count)));
        }
    }
}
