using System.Reflection;
using SparseDiff.Generators.Tests.Functions;

namespace SparseDiff.Grid.Tests.Functions;

/// <summary>The values that one argument of a function of numbers takes: both signs, small and large, arrays of 1 to 10.</summary>
internal static class FunctionAxis
{
    private static readonly double[] Reals = [-2.3, -0.9, -0.2, 0.15, 0.75, 1.6, 2.7];
    private static readonly int[] Lengths = [1, 2, 3, 5, 10];

    public static double[][] Of(ParameterInfo parameter)
    {
        InAttribute? range = parameter.GetCustomAttribute<InAttribute>();
        if (FunctionHarness.IsSpan(parameter.ParameterType))
            return [.. Lengths.Select(length => Numbers(length, length, range)), .. Lengths.Select(length => Numbers(length, 100 + length, range))];
        if (parameter.ParameterType == typeof(bool))
            return [[0], [1]];
        if (parameter.ParameterType == typeof(int))
            return range is null ? [[0], [1], [2], [3], [5]] : [.. Enumerable.Range((int)range.Least, (int)(range.Most - range.Least) + 1).Select(static n => new[] { (double)n })];
        // No two arguments are ever equal: that is where maxima have their kinks.
        double shift = 0.03 * parameter.Position;
        return range is null
            ? [.. Reals.Select(real => new[] { real + shift })]
            : [.. Enumerable.Range(0, Reals.Length).Select(i => new[] { range.Least + ((range.Most - range.Least) * (i + 0.55 + shift) / Reals.Length) })];
    }

    public static double[] Numbers(int length, int seed, InAttribute? range)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => range is null
            ? (random.Next(2) == 0 ? -1 : 1) * (0.2 + (1.3 * random.NextDouble()))
            : range.Least + ((range.Most - range.Least) * random.NextDouble()))];
    }
}
