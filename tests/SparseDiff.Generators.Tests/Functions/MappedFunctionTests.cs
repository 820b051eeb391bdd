using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Scalar functions over the elements of tensors, those included that no vector register computes.</summary>
public class MappedFunctionTests
{
    // Vectors of any width, and a tail.
    private static readonly int[] Shape = [3, 13];

    public static TheoryData<string> Names => [.. MappedPrograms.EntryByEntry.Keys, .. MappedPrograms.OverRegisters.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_values_and_derivatives_are_those_of_the_function(string name)
    {
        bool isEntryByEntry = MappedPrograms.EntryByEntry.TryGetValue(name, out string? source);
        Generated generated = Generated.From(MappedPrograms.Program(source ?? MappedPrograms.OverRegisters[name]));
        Assert.Empty(generated.Diagnostics);
        Assert.Equal(isEntryByEntry, generated.Files.Values.Any(static file => file.Contains(": IEntries", StringComparison.Ordinal)));
        using LoadedProgram program = generated.Load();
        FunctionHarness function = new(program.Assembly.GetType("M")!, "F");
        Model model = new(program, "M", "Mapped", [], []);
        Tensor[] inputs = [.. function.Parameters.Select(static (_, i) => Numbers.Random(Device.Cpu, 5 + i, Shape))];
        (Tensor result, object saved) = model.Forward([.. inputs]);
        float[] values = result.ToArray();
        double[][] gradients = [.. model.Backward(saved, Tensor.Full(1f, Shape)).Select(GradientCheck.Dense)];
        for (int i = 0; i < values.Length; i++)
        {
            (double value, double[][] derivatives) = function.WithGradients([.. inputs.Select(input => new double[] { input.ToArray()[i] })]);
            AssertClose(value, values[i], $"{name}, entry {i}");
            for (int j = 0; j < inputs.Length; j++)
                AssertClose(derivatives[j][0], gradients[j][i], $"{name}, entry {i}: the derivative by argument {j}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void On_the_reference_the_derivatives_are_those_of_differences_in_double_precision(string name)
    {
        using LoadedProgram program = Generated.From(MappedPrograms.Program(MappedPrograms.EntryByEntry.TryGetValue(name, out string? source) ? source : MappedPrograms.OverRegisters[name])).Load();
        Model model = new(program, "M", "Mapped", [], []);
        object[] inputs = [.. model.Arguments.Take(model.Arguments.Count - 2).Select(static (_, i) => (object)Numbers.Random(Device.Reference, 5 + i, Shape))];
        (_, object saved) = model.Forward(inputs);
        double[][] gradients = [.. model.Backward(saved, Tensor.Full(1f, Shape).To(Device.Reference)).Select(GradientCheck.Dense)];
        double[] ones = [.. Enumerable.Repeat(1.0, Shape[0] * Shape[1])];
        for (int i = 0; i < inputs.Length; i++)
            GradientCheck.AssertClose(GradientCheck.CentralDifferences(model, inputs, (Tensor)inputs[i], ones), gradients[i], $"{name}: the gradient of argument {i}");
    }

    [Theory]
    [InlineData("Reference")]
    [InlineData("Cpu")]
    public void A_sparse_gradient_through_an_entry_by_entry_function_is_the_dense_one_at_the_selected_entries(string device)
    {
        Device on = device == "Cpu" ? Device.Cpu : Device.Reference;
        const string source = """
            using System;
            using SparseDiff;
            using static SparseDiff.Ops;

            public static partial class M
            {
                [Differentiable] public static float Root(float x)
                {
                    float y = 1 + x * x, root = y;
                    while (MathF.Abs(root * root - y) > 1e-5f * y)
                        root = 0.5f * (root + y / root);
                    return root;
                }

                // The gradient is sparse in the functions, or behind them; of 19 entries a row 3 stay.
                [Differentiable] public static Tensor Behind(Tensor x, float ratio) => Sparsify.TopK(Map(Map(x, Root) * 2f, v => MathF.Atan(v)), ratio);
                [Differentiable] public static Tensor Before(Tensor x, float ratio) => Map(Sparsify.TopK(x, ratio), Root) * 2f;
            }
            """;
        using LoadedProgram program = Generated.From(source).Load();
        Tensor x = Numbers.Random(on, 3, 4, 19);
        Tensor dY = Numbers.Random(on, 4, 4, 19);
        foreach (string method in new[] { "Behind", "Before" })
        {
            Model model = new(program, "M", method, [], []);
            double[] dense = Gradient(model, 1f);
            double[] sparse = Gradient(model, 0.2f);
            double[] ranked = method == "Behind" ? Numbers.Of(dY) : dense;
            for (int row = 0; row < 4; row++)
            {
                HashSet<int> selected = [.. Enumerable.Range(0, 19).OrderByDescending(i => Math.Abs(ranked[(row * 19) + i])).Take(3)];
                for (int i = 0; i < 19; i++)
                    Assert.Equal(selected.Contains(i) ? dense[(row * 19) + i] : 0, sparse[(row * 19) + i], 1e-6);
            }
        }

        double[] Gradient(Model model, float ratio)
        {
            (_, object saved) = model.Forward([x, ratio]);
            return GradientCheck.Dense(model.Backward(saved, dY)[0]);
        }
    }

    [Theory]
    [InlineData("Reference")]
    [InlineData("Cpu")]
    public void Numbers_that_are_none_infinities_and_empty_tensors_go_through_an_entry_by_entry_function(string device)
    {
        Device on = device == "Cpu" ? Device.Cpu : Device.Reference;
        // At 0 the loop would never end: only entries that there are may be computed.
        const string members = "[Differentiable] public static float F(float x) { while (x is < 1 and > -1) x *= 2; return x * x; }";
        using LoadedProgram program = Generated.From(MappedPrograms.Program(members)).Load();
        Model model = new(program, "M", "Mapped", [], []);
        (double[] values, double[] gradient) = Run([float.NaN, float.PositiveInfinity, 0.25f, float.NegativeInfinity, -0.5f], [5]);
        Assert.Equal([double.NaN, double.PositiveInfinity, 1, double.PositiveInfinity, 1], values);
        Assert.Equal([double.NaN, double.PositiveInfinity, 8, double.NegativeInfinity, -4], gradient);
        Assert.Empty(Run([], [0]).Values);
        Assert.Empty(Run([], [3, 0]).Values);

        (double[] Values, double[] Gradient) Run(float[] numbers, int[] shape)
        {
            Tensor x = Tensor.From(numbers, shape, on);
            (Tensor result, object saved) = model.Forward([x]);
            return (Numbers.Of(result), GradientCheck.Dense(model.Backward(saved, Tensor.Full(1f, shape).To(on))[0]));
        }
    }

    private static void AssertClose(double expected, double actual, string what) => Assert.True(
        Math.Abs(expected - actual) <= 2e-5 * Math.Max(1, Math.Abs(expected)) || expected.Equals(actual), $"{what}: {actual:R} but {expected:R} is expected.");
}
