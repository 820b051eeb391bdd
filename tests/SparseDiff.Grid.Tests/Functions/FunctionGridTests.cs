using System.Reflection;
using SparseDiff.Generators.Tests.Functions;

namespace SparseDiff.Grid.Tests.Functions;

/// <summary>Functions of numbers over a grid of arguments: the value is that of plain C#, the gradient that of central differences, and both modes agree.</summary>
public class FunctionGridTests
{
    private const int Points = 48;

    public static TheoryData<string> Functions => Catalogue.Functions;

    [Theory, MemberData(nameof(Functions))]
    public void The_value_is_that_of_plain_code_and_both_derivatives_those_of_differences(string name)
    {
        MethodInfo method = Catalogue.Find(name);
        FunctionHarness function = new(method.DeclaringType!, method.Name);
        double[][][] axes = [.. function.Parameters.Select(FunctionAxis.Of)];
        List<int> wanted = function.Wanted();
        int asked = 0, compared = 0, point = 0;
        foreach (int[] places in Cross.Of([.. axes.Select(static axis => axis.Length)], Points))
        {
            double[][] arguments = [.. places.Select((place, axis) => (double[])axes[axis][place].Clone())];
            double[][] direction = [.. arguments.Select((argument, i) => FunctionAxis.Numbers(argument.Length, ++point + i, null))];
            string where = $"{name}({string.Join("; ", arguments.Select(static a => string.Join(", ", a)))})";
            (double value, double[][] gradients) = function.WithGradients(arguments);
            (double sameValue, double tangent) = function.Jvp(arguments, direction);
            Assert.True(function.Value(arguments).Equals(value), $"{where} is {function.Value(arguments):R} but with gradients {value:R}.");
            Assert.True(value.Equals(sameValue), $"{where} is {value:R} but forwards {sameValue:R}.");
            double product = wanted.Select((argument, i) => gradients[i].Zip(direction[argument], static (g, d) => g * d).Sum()).Sum();
            Differences.AssertClose(product, tangent, 1e-9 * Math.Max(1, Math.Abs(product)), $"{where}: forward and reverse");
            for (int i = 0; i < wanted.Count; i++)
            {
                for (int j = 0; j < gradients[i].Length; j++, asked++)
                {
                    if (Difference(function, arguments, arguments[wanted[i]], j) is not { } expected)
                        continue;
                    compared++;
                    Differences.AssertClose(expected, gradients[i][j], 2e-6 * Math.Max(1, Math.Abs(expected)), $"{where}: the derivative by {function.Parameters[wanted[i]].Name}[{j}]");
                }
            }
        }

        Assert.True(compared > 0.8 * asked, $"{name}: only {compared} of {asked} derivatives exist on the grid.");
    }

    private static double? Difference(FunctionHarness function, double[][] arguments, double[] argument, int index)
    {
        double before = argument[index];
        double? derivative = Differences.At0(
            step =>
            {
                argument[index] = before + step;
                return function.Value(arguments);
            },
            2e-6);
        argument[index] = before;
        return derivative;
    }
}
