using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>a + b.</summary>
internal readonly struct FloatSum : IMerge<float>
{
    public static float Merge(float a, float b) => a + b;
}

/// <summary>a · b.</summary>
internal readonly struct FloatProduct : IMerge<float>
{
    public static float Merge(float a, float b) => a * b;
}

/// <summary>The larger; not a number if either is not.</summary>
internal readonly struct FloatMaximum : IMerge<float>
{
    public static float Merge(float a, float b) => FloatLane.Max(new FloatLane(a), new FloatLane(b)).Value;
}

/// <summary>a + b.</summary>
internal readonly struct DoubleSum : IMerge<double>
{
    public static double Merge(double a, double b) => a + b;
}

/// <summary>a + b.</summary>
internal readonly struct IntSum : IMerge<int>
{
    public static int Merge(int a, int b) => a + b;
}

/// <summary>a + b, of two counts in one number (<see cref="Ranks"/>).</summary>
internal readonly struct LongSum : IMerge<long>
{
    public static long Merge(long a, long b) => a + b;
}
