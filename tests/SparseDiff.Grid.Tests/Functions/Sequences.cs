namespace SparseDiff.Grid.Tests.Functions;

/// <summary>Functions of arrays and spans.</summary>
public static partial class Sequences
{
    [Differentiable]
    public static double Total(double[] xs)
    {
        double sum = 0;
        foreach (double x in xs)
            sum += x;
        return sum;
    }

    [Differentiable]
    public static double Average(ReadOnlySpan<double> xs, double shift)
    {
        double sum = 0;
        for (int i = 0; i < xs.Length; i++)
            sum += xs[i] - shift;
        return sum / xs.Length;
    }

    [Differentiable]
    public static double Norm(ReadOnlySpan<double> xs)
    {
        double squares = 0;
        foreach (double x in xs)
            squares += x * x;
        return Math.Sqrt(squares);
    }

    [Differentiable]
    public static double Spread(double[] xs)
    {
        double mean = 0;
        for (int i = 0; i < xs.Length; i++)
            mean += xs[i] / xs.Length;
        double squares = 0;
        for (int i = 0; i < xs.Length; i++)
            squares += (xs[i] - mean) * (xs[i] - mean);
        return squares / xs.Length;
    }

    [Differentiable]
    public static double LogSumExp(double[] xs)
    {
        double most = xs[0];
        for (int i = 1; i < xs.Length; i++)
            most = Math.Max(most, xs[i]);
        double sum = 0;
        for (int i = 0; i < xs.Length; i++)
            sum += Math.Exp(xs[i] - most);
        return most + Math.Log(sum);
    }

    [Differentiable]
    public static double Polynomial(double[] coefficients, double x)
    {
        double y = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            y = (y * x) + coefficients[i];
        return y;
    }

    [Differentiable]
    public static double Smoothness(ReadOnlySpan<double> xs, [In(0.1, 2)] double weight)
    {
        double energy = 0;
        for (int i = 1; i < xs.Length; i++)
        {
            double step = xs[i] - xs[i - 1];
            energy += weight * step * step;
        }

        return energy;
    }

    [Differentiable]
    public static double Smoothed(double[] xs, [In(0.1, 0.9)] double rate)
    {
        double level = xs[0];
        for (int i = 1; i < xs.Length; i++)
            level += rate * (xs[i] - level);
        return level;
    }

    [Differentiable]
    public static double Positive(double[] xs)
    {
        double product = 1;
        foreach (double x in xs)
        {
            if (x < 0)
                continue;
            product *= x;
            if (product > 3)
                break;
        }

        return product;
    }

    [Differentiable]
    public static double Kalman(double[] measured, [In(0.1, 2)] double noise, [In(0.1, 2)] double drift)
    {
        double state = 0, variance = 1, score = 0;
        for (int i = 0; i < measured.Length; i++)
        {
            variance += drift;
            double total = variance + noise;
            double error = measured[i] - state;
            score -= 0.5 * ((error * error / total) + Math.Log(total));
            double gain = variance / total;
            state += gain * error;
            variance *= 1 - gain;
        }

        return score;
    }

    [Differentiable]
    public static double Neuron(ReadOnlySpan<double> inputs, [NoGradient] double scale, double bias)
    {
        double z = bias;
        for (int i = 0; i < inputs.Length; i++)
            z += scale * inputs[i] * (i + 1) / inputs.Length;
        return Math.Tanh(z);
    }

    [Differentiable]
    public static double Alternating(double[] xs, bool up)
    {
        double sum = 0;
        int sign = up ? 1 : -1;
        for (int i = 0; i < xs.Length; i++)
        {
            sum += sign * xs[i] * xs[xs.Length - 1 - i];
            sign = -sign;
        }

        return sum;
    }

    [Differentiable]
    public static double Autocorrelation(double[] xs, [In(0, 4)] int lag)
    {
        double sum = 0;
        for (int i = lag; i < xs.Length; i++)
            sum += xs[i] * xs[i - lag];
        return sum + xs[0];
    }
}
