namespace SparseDiff.Grid.Tests.Functions;

/// <summary>Formulas of applications: activations, densities, prices, physics.</summary>
public static partial class Applied
{
    [Differentiable] public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    [Differentiable] public static double Swish(double x, double beta) => x * Logistic(beta * x);

    [Differentiable] public static double SoftPlus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    [Differentiable] public static double Mish(double x) => x * Math.Tanh(SoftPlus(x));

    [Differentiable] public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    [Differentiable] public static double Elu(double x, [In(0.2, 2)] double alpha) => x > 0 ? x : alpha * (Math.Exp(x) - 1);

    [Differentiable] public static double SoftSign(double x) => x / (1 + Math.Abs(x));

    [Differentiable]
    public static double Huber(double error, [In(0.3, 1.2)] double delta)
    {
        double size = Math.Abs(error);
        if (size <= delta)
            return 0.5 * error * error;
        return delta * (size - (0.5 * delta));
    }

    [Differentiable] public static double CrossEntropy(double logit, [In(0, 1)] double target) => SoftPlus(logit) - (logit * target);

    [Differentiable]
    public static double NormalLogDensity(double x, double mean, [In(0.3, 2)] double deviation)
    {
        double z = (x - mean) / deviation;
        return (-0.5 * z * z) - Math.Log(deviation) - (0.5 * Math.Log(2 * Math.PI));
    }

    [Differentiable] public static double Cauchy(double x, double center, [In(0.3, 2)] double width) => 1 / (Math.PI * width * (1 + Math.Pow((x - center) / width, 2)));

    [Differentiable]
    public static double NormalDistance(double mean, [In(0.3, 2)] double deviation, double otherMean, [In(0.3, 2)] double otherDeviation)
    {
        double difference = mean - otherMean;
        double variance = otherDeviation * otherDeviation;
        return Math.Log(otherDeviation / deviation) + (((deviation * deviation) + (difference * difference)) / (2 * variance)) - 0.5;
    }

    /// <summary>The normal distribution by Abramowitz and Stegun 26.2.17.</summary>
    [Differentiable]
    public static double Cumulative(double x)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        double tail = 0.3989422804014327 * Math.Exp(-0.5 * x * x) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x >= 0 ? 1 - tail : tail;
    }

    [Differentiable]
    public static double CallPrice([In(60, 140)] double spot, [In(80, 120)] double strike, [In(0.1, 2)] double years, [In(0, 0.1)] double rate, [In(0.1, 0.6)] double volatility)
    {
        double spread = volatility * Math.Sqrt(years);
        double d1 = (Math.Log(spot / strike) + ((rate + (0.5 * volatility * volatility)) * years)) / spread;
        double d2 = d1 - spread;
        return (spot * Cumulative(d1)) - (strike * Math.Exp(-rate * years) * Cumulative(d2));
    }

    [Differentiable]
    public static double BondPrice([In(0.01, 0.2)] double yield, [In(1, 9)] int years, [In(0.01, 0.1)] double coupon)
    {
        double price = 0;
        for (int year = 1; year <= years; year++)
            price += coupon / Math.Pow(1 + yield, year);
        return price + (1 / Math.Pow(1 + yield, years));
    }

    [Differentiable]
    public static double LennardJones([In(0.9, 3)] double distance, [In(0.5, 2)] double depth)
    {
        double sixth = Math.Pow(1 / distance, 6);
        return 4 * depth * ((sixth * sixth) - sixth);
    }

    [Differentiable] public static double KineticEnergy([In(0.5, 3)] double mass, double vx, double vy, double vz) => 0.5 * mass * ((vx * vx) + (vy * vy) + (vz * vz));

    [Differentiable] public static double TravelTime([In(1, 20)] double height, [In(-5, 5)] double speed) => (speed + Math.Sqrt((speed * speed) + (2 * 9.81 * height))) / 9.81;

    /// <summary>The distance between two places on the globe.</summary>
    [Differentiable]
    public static double GreatCircle([In(-1, 1)] double latitude, double longitude, [In(-1, 1)] double otherLatitude, [In(-1, 4)] double otherLongitude)
    {
        double a = Math.Pow(Math.Sin((otherLatitude - latitude) / 2), 2);
        double b = Math.Cos(latitude) * Math.Cos(otherLatitude) * Math.Pow(Math.Sin((otherLongitude - longitude) / 2), 2);
        return 2 * Math.Atan2(Math.Sqrt(a + b), Math.Sqrt(1 - a - b));
    }

    [Differentiable]
    public static double Refraction([In(-1, 1)] double angle, [In(1, 1.1)] double from, [In(1.2, 2)] double into)
    {
        double sine = from / into * Math.Sin(angle);
        return Math.Asin(sine);
    }

    [Differentiable] public static double Rosenbrock(double x, double y) => ((1 - x) * (1 - x)) + (100 * (y - (x * x)) * (y - (x * x)));

    [Differentiable]
    public static double Himmelblau(double x, double y)
    {
        double first = (x * x) + y - 11, second = x + (y * y) - 7;
        return (first * first) + (second * second);
    }

    [Differentiable] public static double SpherePart([In(0.5, 3)] double radius, [In(0.1, 0.4)] double height) => Math.PI * height * height * ((3 * radius) - height) / 3;

    [Differentiable]
    public static double Heron([In(3, 4)] double a, [In(3, 4)] double b, [In(3, 5)] double c)
    {
        double s = (a + b + c) / 2;
        return Math.Sqrt(s * (s - a) * (s - b) * (s - c));
    }

    [Differentiable] public static double Annuity([In(1, 10)] int months, [In(0.001, 0.05)] double rate, [In(100, 200)] double amount) => amount * rate / (1 - Math.Pow(1 + rate, -months));

    [Differentiable] public static double Octave([In(20, 2000)] double frequency) => 12 * Math.Log2(frequency / 440);
}
