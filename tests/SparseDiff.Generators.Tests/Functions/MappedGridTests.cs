using System.Reflection;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Every scalar function of the grid over the elements of tensors: values and derivatives are those of the function itself.</summary>
public class MappedGridTests
{
    // Vectors of any width, and a tail.
    private const int Points = 51;

    public static TheoryData<string> Functions => MappedGrid.Names;

    [Theory, MemberData(nameof(Functions))]
    public void A_mapped_function_of_doubles_is_the_function_in_double_precision(string name) =>
        Compare(MappedGrid.OfDoubles, MappedGrid.OfDoubles, name, Device.Reference, 1e-12);

    // But for constants, which are floats. A function with other arguments than numbers is called as it is, in single precision.
    [Theory, MemberData(nameof(Functions))]
    public void A_mapped_function_of_floats_is_on_the_reference_the_function_in_double_precision(string name) =>
        Compare(MappedGrid.OfFloats, TakesNumbersOnly(name) ? MappedGrid.OfDoubles : MappedGrid.OfFloats, name, Device.Reference, 5e-4);

    [Theory, MemberData(nameof(Functions))]
    public void A_mapped_function_of_floats_is_on_the_processor_the_function(string name) =>
        Compare(MappedGrid.OfFloats, MappedGrid.OfFloats, name, Device.Cpu, 2e-4);

    private static void Compare(LoadedProgram mapped, LoadedProgram scalar, string name, Device device, double tolerance)
    {
        string[] parts = name.Split('.');
        FunctionHarness function = new(scalar.Assembly.GetType("SparseDiff.Grid.Tests.Functions." + parts[0], throwOnError: true)!, parts[1]);
        List<int> elementwise = [.. Enumerable.Range(0, function.Parameters.Count).Where(i => IsNumber(function.Parameters[i])).Take(3)];
        Model model = new(mapped, "Maps", name.Replace('.', '_'), [], []);
        double[][] axes = [.. elementwise.Select((parameter, i) => Axis(function.Parameters[parameter], i))];
        Tensor[] tensors = [.. axes.Select(axis => Tensor.From([.. axis.Select(static number => (float)number)], [Points], device))];
        (Tensor result, object saved) = model.Forward([.. tensors]);
        double[] values = Numbers.Of(result);
        double[][] gradients = [.. model.Backward(saved, Tensor.Full(1f, Points).To(device)).Select(GradientCheck.Dense)];
        List<int> wanted = function.Wanted();
        for (int point = 0; point < Points; point++)
        {
            double[][] arguments = [.. function.Parameters.Select((parameter, i) => new[] { elementwise.IndexOf(i) is var axis and >= 0 ? (float)axes[axis][point] : IsNumber(parameter) ? scalar == MappedGrid.OfFloats ? 0.7f : 0.7 : 2 })];
            (double value, double[][] derivatives) = function.WithGradients(arguments);
            string where = $"{name}({string.Join(", ", arguments.Select(static argument => argument[0]))})";
            AssertClose(value, values[point], tolerance, where);
            int given = 0;
            foreach (int argument in elementwise.Where(wanted.Contains))
                AssertClose(derivatives[wanted.IndexOf(argument)][0], gradients[given++][point], tolerance, $"{where} by {function.Parameters[argument].Name}");
        }
    }

    private static bool TakesNumbersOnly(string name) => MappedGrid.OfDoubles.Assembly.GetType("SparseDiff.Grid.Tests.Functions." + name.Split('.')[0], throwOnError: true)!
        .GetMethod(name.Split('.')[1])!.GetParameters().All(IsNumber);

    private static bool IsNumber(ParameterInfo parameter) => parameter.ParameterType == typeof(double) || parameter.ParameterType == typeof(float);

    private static double[] Axis(ParameterInfo parameter, int position)
    {
        CustomAttributeData? range = parameter.CustomAttributes.FirstOrDefault(static attribute => attribute.AttributeType.Name == "InAttribute");
        (double least, double most) = range is null ? (-2.3, 2.7) : ((double)range.ConstructorArguments[0].Value!, (double)range.ConstructorArguments[1].Value!);
        // Every axis in an order of its own, and off the round numbers at which functions jump.
        return [.. Enumerable.Range(0, Points).Select(i => least + ((most - least) * (((i * (7 + (6 * position)) % Points) + 0.53 + (0.03 * position)) / (Points + 0.2))))];
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) || expected.Equals(actual), $"{what}: {actual:R} but {expected:R} is expected.");
}
