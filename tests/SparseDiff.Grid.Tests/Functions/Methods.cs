namespace SparseDiff.Grid.Tests.Functions;

/// <summary>Numerical methods: what one differentiates through when there is no formula.</summary>
public static partial class Methods
{
    [Differentiable]
    public static double SquareRoot([In(0.2, 9)] double a)
    {
        double x = a > 1 ? a : 1;
        for (int i = 0; i < 20; i++)
            x = 0.5 * (x + (a / x));
        return x;
    }

    /// <summary>Kepler's equation by Newton's method.</summary>
    [Differentiable]
    public static double EccentricAnomaly(double mean, [In(0, 0.6)] double eccentricity)
    {
        double e = mean;
        for (int i = 0; i < 12; i++)
            e -= (e - (eccentricity * Math.Sin(e)) - mean) / (1 - (eccentricity * Math.Cos(e)));
        return e;
    }

    [Differentiable] public static double Density(double x, [In(0.5, 2)] double width) => Math.Exp(-(x * x) / width);

    [Differentiable]
    public static double Simpson(double a, double b, [In(0.5, 2)] double width, [In(1, 5)] int panels)
    {
        double h = (b - a) / (2 * panels);
        double sum = Density(a, width) + Density(b, width);
        for (int i = 1; i < 2 * panels; i++)
            sum += (i % 2 == 0 ? 2 : 4) * Density(a + (i * h), width);
        return sum * h / 3;
    }

    [Differentiable] public static double Force(double x, double v) => -x - (0.1 * v) - (0.2 * x * x * x);

    [Differentiable]
    public static double RungeKutta(double x, double v, [In(0.05, 0.3)] double h, [In(1, 5)] int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            double k1 = v, l1 = Force(x, v);
            double k2 = v + (0.5 * h * l1), l2 = Force(x + (0.5 * h * k1), k2);
            double k3 = v + (0.5 * h * l2), l3 = Force(x + (0.5 * h * k2), k3);
            double k4 = v + (h * l3), l4 = Force(x + (h * k3), k4);
            x += h / 6 * (k1 + (2 * k2) + (2 * k3) + k4);
            v += h / 6 * (l1 + (2 * l2) + (2 * l3) + l4);
        }

        return (x * x) + (v * v);
    }

    [Differentiable]
    public static double LeapFrog(double x, double v, [In(0.05, 0.3)] double h)
    {
        for (int i = 0; i < 6; i++)
        {
            v -= 0.5 * h * Math.Sin(x);
            x += h * v;
            v -= 0.5 * h * Math.Sin(x);
        }

        return x * v;
    }

    /// <summary>The arithmetic-geometric mean.</summary>
    [Differentiable]
    public static double MiddleOf([In(0.5, 3)] double a, [In(0.5, 3)] double b)
    {
        while (Math.Abs(a - b) > 1e-9)
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return a;
    }

    [Differentiable]
    public static double FixedPoint(double x, [In(-0.9, 0.9)] double slope)
    {
        double y = 0;
        for (int i = 0; i < 25; i++)
            y = (slope * Math.Cos(y)) + (0.3 * x);
        return y;
    }

    [Differentiable]
    public static double Descent(double x, double y, [In(0.01, 0.2)] double rate, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            double dx = 2 * (x - 1), dy = 4 * (y + 0.5);
            x -= rate * dx;
            y -= rate * dy;
        }

        return ((x - 1) * (x - 1)) + (2 * (y + 0.5) * (y + 0.5));
    }

    [Differentiable]
    public static double Zeta([In(1.5, 5)] double s)
    {
        double sum = 0;
        for (int n = 1; n <= 30; n++)
            sum += Math.Pow(n, -s);
        return sum;
    }

    [Differentiable]
    public static double Bessel(double x)
    {
        double sum = 0;
        const int intervals = 16;
        for (int i = 0; i < intervals; i++)
        {
            double t = Math.PI * (i + 0.5) / intervals;
            sum += Math.Cos(x * Math.Sin(t));
        }

        return sum / intervals;
    }

    [Differentiable]
    public static double Chebyshev(double x, int n)
    {
        double before = 1, now = x;
        if (n == 0)
            return before * x;
        for (int i = 1; i < n; i++)
        {
            double next = (2 * x * now) - before;
            before = now;
            now = next;
        }

        return now;
    }

    [Differentiable]
    public static double Escape([In(-1.5, 0.4)] double cx, [In(-0.9, 0.9)] double cy)
    {
        double x = 0, y = 0;
        for (int i = 0; i < 12; i++)
        {
            (x, y) = ((x * x) - (y * y) + cx, (2 * x * y) + cy);
            if ((x * x) + (y * y) > 16)
                break;
        }

        return Math.Log(1 + (x * x) + (y * y));
    }
}
