using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Derivatives of scalar functions: in double precision they are what differences say, and in both modes the same.</summary>
public class FunctionTests
{
    private const int Points = 24;

    public static TheoryData<string> Names => [.. FunctionPrograms.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Both_derivatives_are_those_of_central_differences(string name)
    {
        using LoadedProgram program = Compiled(FunctionHarness.InDouble(FunctionPrograms.All[name]));
        FunctionHarness function = new(program.Assembly.GetType("M")!, "F");
        Random random = new(7);
        int checkedPoints = 0;
        for (int point = 0; point < Points; point++)
        {
            double[][] arguments = Arguments(function, random);
            double[][] direction = Arguments(function, random);
            (double value, double[][] gradients) = function.WithGradients(arguments);
            (double sameValue, double tangent) = function.Jvp(arguments, direction);
            Assert.Equal(function.Value(arguments), value);
            Assert.Equal(value, sameValue);
            List<int> wanted = function.Wanted();
            double product = wanted.Select((argument, i) => gradients[i].Zip(direction[argument], static (g, d) => g * d).Sum()).Sum();
            AssertClose(product, tangent, 1e-9, $"{name}: forward and reverse at {Text(arguments)}");
            for (int i = 0; i < wanted.Count; i++)
            {
                for (int j = 0; j < gradients[i].Length; j++)
                {
                    if (Difference(function, arguments, wanted[i], j) is not { } expected)
                        continue;
                    checkedPoints++;
                    AssertClose(expected, gradients[i][j], 1e-5, $"{name}: argument {wanted[i]}[{j}] at {Text(arguments)}");
                }
            }
        }

        Assert.True(checkedPoints > Points / 2, $"{name}: only {checkedPoints} derivatives could be checked.");
    }

    [Theory, MemberData(nameof(Names))]
    public void In_single_precision_they_are_the_same_but_for_rounding(string name)
    {
        using LoadedProgram single = Compiled(FunctionPrograms.All[name]);
        using LoadedProgram twin = Compiled(FunctionHarness.InDouble(FunctionPrograms.All[name]));
        FunctionHarness function = new(single.Assembly.GetType("M")!, "F");
        FunctionHarness precise = new(twin.Assembly.GetType("M")!, "F");
        Random random = new(8);
        int close = 0;
        int all = 0;
        for (int point = 0; point < Points; point++)
        {
            double[][] arguments = Arguments(function, random);
            (double value, double[][] gradients) = function.WithGradients(arguments);
            Assert.Equal(function.Value(arguments), value);
            double[][] expected = precise.WithGradients(arguments).Gradients;
            for (int i = 0; i < expected.Length; i++)
            {
                for (int j = 0; j < expected[i].Length; j++, all++)
                    close += Math.Abs(expected[i][j] - gradients[i][j]) <= 1e-3 * Math.Max(1, Math.Abs(expected[i][j])) || double.IsNaN(expected[i][j]) ? 1 : 0;
            }
        }

        // A rounding error may turn a branch; that must stay rare.
        Assert.True(close >= all * 0.9, $"{name}: {all - close} of {all} derivatives differ.");
    }

    [Fact]
    public void A_long_loop_gets_memory_beyond_the_stack()
    {
        using LoadedProgram program = Compiled("double F(double x, int n) { double s = x; for (int i = 0; i < n; i++) s = s + 0.001 * s * s; return s; }");
        FunctionHarness function = new(program.Assembly.GetType("M")!, "F");
        (_, double[][] gradients) = function.WithGradients([[0.1], [5000]]);
        double h = 1e-7;
        AssertClose((function.Value([[0.1 + h], [5000]]) - function.Value([[0.1 - h], [5000]])) / (2 * h), gradients[0][0], 1e-5, "long");
    }

    private static LoadedProgram Compiled(string function)
    {
        Generated generated = Generated.From(FunctionHarness.Program(function));
        Assert.Empty(generated.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString()));
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors) + "\n" + string.Join("\n", generated.Files.Values));
        return generated.Load();
    }

    private static double[][] Arguments(FunctionHarness function, Random random) => [.. function.Parameters.Select(parameter =>
        FunctionHarness.IsSpan(parameter.ParameterType) ? Enumerable.Range(0, 4).Select(_ => Real(random)).ToArray()
        : parameter.ParameterType == typeof(int) ? [random.Next(0, 7)]
        : [Real(random)])];

    private static double Real(Random random) => Math.Round((4 * random.NextDouble()) - 2, 3);

    /// <summary>The derivative by central differences; null where a kink or a jump is near.</summary>
    private static double? Difference(FunctionHarness function, double[][] arguments, int argument, int index)
    {
        double near = At(1e-6);
        double far = At(3e-6);
        return double.IsFinite(near) && Math.Abs(near - far) <= 1e-4 * Math.Max(1, Math.Abs(near)) ? near : null;

        double At(double step)
        {
            double before = arguments[argument][index];
            arguments[argument][index] = before + step;
            double above = function.Value(arguments);
            arguments[argument][index] = before - step;
            double below = function.Value(arguments);
            arguments[argument][index] = before;
            return (above - below) / (2 * step);
        }
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) || double.IsNaN(expected) && double.IsNaN(actual) || expected.Equals(actual),
            $"{what}: {actual:R} but {expected:R} is expected.");

    private static string Text(double[][] arguments) => string.Join("; ", arguments.Select(static a => string.Join(", ", a)));
}
