namespace SparseDiff.Grid.Tests;

/// <summary>Derivatives by central differences.</summary>
internal static class Differences
{
    /// <summary>The derivative at 0; null where it does not exist, or a kink or a jump is near.</summary>
    /// <param name="along">The function along a line.</param>
    /// <param name="step">How far to go.</param>
    public static double? At0(Func<double, double> along, double step)
    {
        double near = (along(step) - along(-step)) / (2 * step);
        double far = (along(3 * step) - along(-3 * step)) / (6 * step);
        return double.IsFinite(near) && Math.Abs(near - far) <= 1e-4 * Math.Max(1, Math.Abs(near)) ? near : null;
    }

    public static void AssertClose(double expected, double actual, double tolerance, string what) => Assert.True(
        Math.Abs(expected - actual) <= tolerance || expected.Equals(actual), $"{what}: {actual:R} but {expected:R} is expected.");
}
