using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Functions of tensors over a grid of sizes, ranks and numbers: the value is that of plain C#, the gradient that of central differences, on every device.</summary>
public class TensorGridTests
{
    private const int Points = 18;
    private const int Entries = 6;

    public static TheoryData<string> Functions => Catalogue.TensorFunctions;

    [Theory, MemberData(nameof(Functions))]
    public void The_value_is_that_of_plain_code_and_the_gradient_that_of_differences(string name)
    {
        TensorFunction function = new(Catalogue.Find(name));
        TensorArguments drawn = new(function.Parameters);
        int asked = 0, compared = 0;
        foreach (int[] point in Cross.Of(drawn.Axes, Points))
        {
            object[] arguments = drawn.At(point, Device.Reference);
            Tensor[] frozen = [.. drawn.At(point, Device.Reference).OfType<Tensor>()];
            string where = $"{name}({string.Join(", ", arguments.Select(static a => a is Tensor tensor ? tensor.ShapeText : a.ToString()))})";
            Tensor[] cotangents = [.. function.Shapes(arguments).Select((shape, i) => Numbers.Random(Device.Reference, 7 + i, shape))];
            double[][] plain = function.Plain(arguments);
            (double[][] results, object saved) = function.Forward(arguments);
            Near(plain, results, function.IsRounded ? 1e-5 : 0, where);
            double[][] gradients = function.Backward(saved, cotangents);
            OnCpu(function, drawn.At(point, Device.Cpu), cotangents, results, gradients, where);
            for (int i = 0; i < function.Wanted.Count; i++)
            {
                var wanted = (Tensor)arguments[function.Wanted[i]];
                double scale = Math.Max(1e-2, gradients[i].Max(Math.Abs));
                for (int j = 0; j < gradients[i].Length; j += 1 + (gradients[i].Length / Entries), asked++)
                {
                    if (Difference(function, arguments, frozen, wanted, j, cotangents) is not { } expected)
                        continue;
                    compared++;
                    Differences.AssertClose(expected, gradients[i][j], 1e-6 * Math.Max(scale, Math.Abs(expected)), $"{where}: the gradient of {function.Parameters[function.Wanted[i]].Name}[{j}]");
                }
            }
        }

        Assert.True(compared > 0.8 * asked, $"{name}: only {compared} of {asked} derivatives exist on the grid.");
    }

    /// <summary>The same on vector registers, in single precision.</summary>
    private static void OnCpu(TensorFunction function, object[] arguments, Tensor[] cotangents, double[][] results, double[][] gradients, string where)
    {
        (double[][] values, object saved) = function.Forward(arguments);
        Near(results, values, 1e-4, where + " on the CPU");
        Near(gradients, function.Backward(saved, [.. cotangents.Select(static cotangent => cotangent.To(Device.Cpu))]), 5e-4, where + ", gradients on the CPU");
    }

    private static void Near(double[][] expected, double[][] actual, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            double scale = tolerance * Math.Max(1, expected[i].Select(Math.Abs).DefaultIfEmpty().Max());
            for (int j = 0; j < expected[i].Length; j++)
                Differences.AssertClose(expected[i][j], actual[i][j], scale, $"{what}: {i}[{j}]");
        }
    }

    private static double? Difference(TensorFunction function, object[] arguments, Tensor[] frozen, Tensor wanted, int index, Tensor[] cotangents)
    {
        double[] values = Numbers.Of(wanted);
        double before = values[index];
        double[][] weights = [.. cotangents.Select(Numbers.Of)];
        double? derivative = Differences.At0(
            step =>
            {
                values[index] = before + step;
                Numbers.Set(wanted, values);
                return function.Smooth(arguments, frozen).Zip(weights, static (result, weight) => result.Zip(weight, static (r, w) => r * w).Sum()).Sum();
            },
            1e-5);
        values[index] = before;
        Numbers.Set(wanted, values);
        return derivative;
    }
}
