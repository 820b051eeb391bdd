using System;
using SparseDiff;

namespace Gallery;

/// <summary>Functions of numbers: each gets a derivative in reverse and one in forward mode.</summary>
public static partial class ScalarFunctions
{
    /// <summary>A straight line of calls.</summary>
    [Differentiable]
    public static float Swish(float x, float beta) => x / (1f + MathF.Exp(-beta * x));

    /// <summary>A branch with an early return, and a call of another function.</summary>
    [Differentiable]
    public static float Huber(float x, float y, [NoGradient] float delta)
    {
        float error = MathF.Abs(Swish(x, 1f) - y);
        if (error > delta)
            return delta * (error - 0.5f * delta);
        return 0.5f * error * error;
    }

    /// <summary>A loop whose number of turns is known only when it runs.</summary>
    [Differentiable]
    public static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            sum = sum * x + coefficients[i];
        return sum;
    }

    /// <summary>A loop that stops when it has converged.</summary>
    [Differentiable]
    public static double SquareRoot(double a, int most)
    {
        double x = a > 1 ? a : 1;
        for (int i = 0; i < most; i++)
        {
            double next = 0.5 * (x + a / x);
            if (Math.Abs(next - x) < 1e-14)
                break;
            x = next;
        }

        return x;
    }
}
