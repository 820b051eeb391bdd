namespace SparseDiff.Grid.Tests.Functions;

/// <summary>Branches, switches and loops with all that leaves them.</summary>
public static partial class Flow
{
    public enum Shape
    {
        Round,
        Square,
        Flat,
    }

    [Differentiable] public static double Piecewise(double x) => x < -1 ? -x - 0.5 : x < 1 ? 0.5 * x * x : x - 0.5;

    [Differentiable]
    public static double Tax([In(0, 90)] double income)
    {
        double tax = 0;
        if (income > 10)
            tax += (Math.Min(income, 40) - 10) * 0.2;
        if (income > 40)
            tax += (income - 40) * 0.4;
        return tax;
    }

    [Differentiable]
    public static double Quadrant(double x, double y)
    {
        if (x > 0 && y > 0)
            return x * y;
        if (x > 0 || y > 0)
            return x - (y * y);
        return !(x < -1) ? x * x * y : -y;
    }

    [Differentiable]
    public static double Ramp(double x, bool smooth)
    {
        double y = x;
        if (smooth)
            y = Math.Log(1 + Math.Exp(y));
        else if (y < 0)
            y = 0;
        return y * x;
    }

    [Differentiable]
    public static double Profile(double x, [In(0, 3)] int kind) => kind switch
    {
        0 => Math.Exp(-x * x),
        1 => 1 / (1 + (x * x)),
        2 when x > 0 => Math.Log(1 + x),
        _ => x,
    };

    [Differentiable]
    public static double Area([In(0.2, 3)] double size, [In(0, 2)] int kind)
    {
        var shape = (Shape)kind;
        double area;
        switch (shape)
        {
            case Shape.Round:
                area = Math.PI * size * size;
                break;
            case Shape.Square:
                area = size * size;
                break;
            default:
                return size;
        }

        return area / 2;
    }

    [Differentiable]
    public static double SeveralCases(double x, int n)
    {
        switch (n)
        {
            case 0:
            case 1:
                x = x * x;
                break;
            case 2:
                return x;
            case 3:
                x += 1;
                break;
        }

        return x * n;
    }

    [Differentiable]
    public static double PowerByLoop(double x, int n)
    {
        double power = 1;
        for (int i = 0; i < n; i++)
            power *= x;
        return power;
    }

    [Differentiable]
    public static double Horner(double x, double a, double b, double c, int n)
    {
        double y = a;
        for (int i = 0; i < n; i++)
        {
            y = (y * x) + b;
            y = (y * x) + c;
        }

        return y;
    }

    [Differentiable]
    public static double Taylor(double x, [In(1, 9)] int terms)
    {
        double term = x, sum = x;
        for (int k = 1; k < terms; k++)
        {
            term = -term * x * x / (2 * k * ((2 * k) + 1));
            sum += term;
        }

        return sum;
    }

    [Differentiable]
    public static double LogisticMap([In(0.1, 0.9)] double x, [In(2.5, 3.5)] double r, int n)
    {
        for (int i = 0; i < n; i++)
            x = r * x * (1 - x);
        return x;
    }

    [Differentiable]
    public static double ContinuedFraction([In(0.5, 3)] double x, int depth)
    {
        double y = x;
        for (int i = depth; i > 0; i--)
            y = x + (i / y);
        return y;
    }

    [Differentiable]
    public static double Halving([In(0.3, 20)] double x)
    {
        int halvings = 0;
        while (x > 1)
        {
            x /= 2;
            halvings++;
        }

        return (x * x) + halvings;
    }

    [Differentiable]
    public static double AtLeastOnce(double x, double y)
    {
        double s = x;
        do
        {
            s = (s * 0.5) + (y * y);
            x += 1;
        }
        while (x < 1);
        return s * x;
    }

    [Differentiable]
    public static double SkipAndStop(double x, int n)
    {
        double s = 0;
        for (int i = 0; ; i++)
        {
            if (i % 2 == 1)
                continue;
            if (i > n)
                break;
            s += Math.Sin(x * i) + x;
        }

        return s;
    }

    [Differentiable]
    public static double FirstAbove(double x, int n)
    {
        double s = 1;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                s += x * x * (j + 1);
                if (s > 8)
                    return s * x;
            }
        }

        return s;
    }

    [Differentiable]
    public static double Pascal(double x, double y, int n)
    {
        double sum = 0;
        for (int i = 0; i <= n; i++)
        {
            double binomial = 1;
            for (int j = 0; j < i; j++)
                binomial = binomial * (n - j) / (j + 1);
            sum += binomial * Math.Pow(x, i) * Math.Pow(y, n - i);
        }

        return sum;
    }

    [Differentiable]
    public static double Fibonacci(double a, double b, int n)
    {
        for (int i = 0; i < n; i++)
            (a, b) = (b, (a * 0.5) + b);
        return a * b;
    }

    [Differentiable]
    public static double Overwritten(double x, double y)
    {
        double a = x * y;
        double b = Math.Sin(a);
        a = b * b;
        b -= a * x;
        a *= b;
        a++;
        return a / (1 + (b * b));
    }

    [Differentiable]
    public static double Checked(double x, int n)
    {
        if (n < 0)
            throw new InvalidOperationException("There is nothing to repeat.");
        double y = x;
        while (n > 0)
        {
            y = Math.Tanh(y) + (0.1 * x);
            n--;
        }

        return y;
    }

    [Differentiable]
    public static double Pattern(double x, int n)
    {
        bool isSmall = n is >= 0 and < 3;
        return isSmall && x is > 0 ? x * x : n is 3 or 5 ? -x : x * 3;
    }

    [Differentiable]
    public static double Bits(double x, int n)
    {
        double y = 1, square = x;
        for (int bits = n; bits != 0; bits >>= 1)
        {
            if ((bits & 1) == 1)
                y *= square;
            square *= square;
        }

        return y;
    }
}
