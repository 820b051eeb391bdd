namespace SparseDiff.Benchmarks.Loops;

/// <summary>Six steps of a function of numbers: as a loop, and written out.</summary>
internal static partial class NumberLoops
{
    [Differentiable]
    public static double Looped(double x, double r)
    {
        for (int i = 0; i < 6; i++)
            x = Math.Sin(r * x) + (0.5 * x);
        return x;
    }

    [Differentiable]
    public static double Unrolled(double x, double r)
    {
        x = Math.Sin(r * x) + (0.5 * x);
        x = Math.Sin(r * x) + (0.5 * x);
        x = Math.Sin(r * x) + (0.5 * x);
        x = Math.Sin(r * x) + (0.5 * x);
        x = Math.Sin(r * x) + (0.5 * x);
        x = Math.Sin(r * x) + (0.5 * x);
        return x;
    }
}
