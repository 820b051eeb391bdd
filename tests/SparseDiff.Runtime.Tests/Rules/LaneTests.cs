using SparseDiff.Kernels;

namespace SparseDiff.Tests.Rules;

public class LaneTests
{
    private const double Step = 1e-6;

    private static readonly double[] Points = [-3.7, -2, -1.3, -0.7, -0.2, 0.3, 0.6, 0.9, 1.6, 2.5, 4.2];

    public static TheoryData<string> Operations() => [.. LaneOperation.All.Select(o => o.ToString())];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_pull_equals_central_differences_in_double_precision(string name)
    {
        LaneOperation operation = Find(name);
        foreach (double[] at in Grid(operation))
        {
            double y = operation.Apply(Lanes(at)).Value;
            if (double.IsNaN(y))
                continue;
            foreach (string argument in operation.TensorArguments)
            {
                int index = Array.FindIndex(operation.Arguments, a => a.Name == argument);
                double[] above = [.. at];
                double[] below = [.. at];
                above[index] += Step;
                below[index] -= Step;
                double expected = (operation.Apply(Lanes(above)).Value - operation.Apply(Lanes(below)).Value) / (2 * Step) * 1.7;
                double actual = operation.Pull(argument, Lanes(at), new DoubleLane(y), new DoubleLane(1.7)).Value;
                Assert.True(Math.Abs(expected - actual) <= 1e-7 * Math.Max(1, Math.Abs(expected)), $"{name}, {argument}, at {string.Join(", ", at)}: {actual}, expected {expected}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_on_floats_equals_the_one_on_doubles(string name)
    {
        LaneOperation operation = Find(name);
        foreach (double[] at in Grid(operation))
        {
            FloatLane[] floats = Array.ConvertAll(at, v => new FloatLane((float)v));
            DoubleLane[] doubles = Array.ConvertAll(at, v => new DoubleLane((float)v));
            double expected = operation.Apply(doubles).Value;
            float y = operation.Apply(floats).Value;
            AssertClose(expected, y, $"{name} at {string.Join(", ", at)}");
            foreach (string argument in operation.TensorArguments)
            {
                double gradient = operation.Pull(argument, doubles, new DoubleLane(expected), new DoubleLane(1)).Value;
                AssertClose(gradient, operation.Pull(argument, floats, new FloatLane(y), new FloatLane(1)).Value, $"{name}, gradient of {argument}, at {string.Join(", ", at)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_pull_reads_only_arguments_of_its_operation_the_result_and_its_gradient(string name)
    {
        LaneOperation operation = Find(name);
        string[] known = [.. operation.Arguments.Select(a => a.Name!), "y", "dY"];
        foreach (string argument in operation.TensorArguments)
            Assert.Empty(operation.Pull(argument)!.GetParameters().Select(p => p.Name!).Except(known));
    }

    [Fact]
    public void Every_lane_struct_belongs_to_an_operation()
    {
        IEnumerable<Type> lanes = typeof(Lanes.Relu).Assembly.GetTypes().Where(t => t.Namespace == "SparseDiff.Lanes" && t.IsPublic);
        Assert.Empty(lanes.Except(LaneOperation.All.Select(o => o.Lane)));
    }

    [Theory]
    [InlineData("Exp", -100, 88, 1e-6)]
    [InlineData("Log", 1e-30, 1e30, 1e-6)]
    [InlineData("Tanh", -12, 12, 1e-6)]
    [InlineData("Erf", -5, 5, 1e-6)]
    [InlineData("Sin", -30, 30, 1e-6)]
    [InlineData("Cos", -30, 30, 1e-6)]
    public void A_transcendental_function_on_floats_has_a_small_relative_error_over_its_whole_range(string name, double low, double high, double tolerance)
    {
        for (int i = 0; i <= 20000; i++)
        {
            float x = (float)(low > 0 ? low * Math.Pow(high / low, i / 20000.0) : low + ((high - low) * i / 20000.0));
            (FloatLane actual, DoubleLane expected) = name switch
            {
                "Exp" => (FloatLane.Exp(new(x)), DoubleLane.Exp(new(x))),
                "Log" => (FloatLane.Log(new(x)), DoubleLane.Log(new(x))),
                "Sin" => (FloatLane.Sin(new(x)), DoubleLane.Sin(new(x))),
                "Cos" => (FloatLane.Cos(new(x)), DoubleLane.Cos(new(x))),
                "Tanh" => (FloatLane.Tanh(new(x)), DoubleLane.Tanh(new(x))),
                _ => (FloatLane.Erf(new(x)), DoubleLane.Erf(new(x))),
            };
            double scale = Math.Max(Math.Abs(expected.Value), name is "Sin" or "Cos" ? 0.1 : 1e-37);
            Assert.True(Math.Abs(actual.Value - expected.Value) <= tolerance * scale, $"{name}({x}) is {actual.Value}, expected {expected.Value}.");
        }
    }

    [Fact]
    public void Transcendental_functions_keep_their_limits()
    {
        Assert.Equal(0f, FloatLane.Exp(new(float.NegativeInfinity)).Value);
        Assert.Equal(float.PositiveInfinity, FloatLane.Exp(new(float.PositiveInfinity)).Value);
        Assert.Equal(float.PositiveInfinity, FloatLane.Exp(new(89f)).Value);
        Assert.True(float.IsNaN(FloatLane.Exp(new(float.NaN)).Value));
        Assert.Equal(float.NegativeInfinity, FloatLane.Log(new(0f)).Value);
        Assert.Equal(float.PositiveInfinity, FloatLane.Log(new(float.PositiveInfinity)).Value);
        Assert.True(float.IsNaN(FloatLane.Log(new(-1f)).Value));
        Assert.Equal(1f, FloatLane.Tanh(new(float.PositiveInfinity)).Value);
        Assert.Equal(-1f, FloatLane.Tanh(new(float.NegativeInfinity)).Value);
        Assert.Equal(1f, FloatLane.Erf(new(float.PositiveInfinity)).Value);
        Assert.True(float.IsNaN(FloatLane.Erf(new(float.NaN)).Value));
        Assert.True(float.IsNaN(FloatLane.Max(new(float.NaN), new(0f)).Value));
        Assert.True(float.IsNaN(FloatLane.Max(new(0f), new(float.NaN)).Value));
    }

    private static void AssertClose(double expected, float actual, string what)
    {
        if (double.IsNaN(expected))
            Assert.True(float.IsNaN(actual), what);
        else
            Assert.True(Math.Abs(expected - actual) <= 2e-6 * Math.Max(0.1, Math.Abs(expected)), $"{what}: {actual}, expected {expected}.");
    }

    private static DoubleLane[] Lanes(double[] values) => Array.ConvertAll(values, v => new DoubleLane(v));

    private static IEnumerable<double[]> Grid(LaneOperation operation) => operation.Arguments.Length switch
    {
        1 => Points.Select(x => new[] { x }),
        2 => from a in Points
             from b in operation.TensorArguments.Length == 2 ? Points : [-2, 0, 0.5, 1, 2.5, 3]
             where operation.Operation.Name != nameof(Ops.Divide) || b != 0
             where a != b
             select new[] { a, b },
        _ => from a in Points.Append(0)
             from b in (double[])[-1.1, 0.4]
             from c in (double[])[0.8, 2]
             select new[] { a, b, c },
    };

    private static LaneOperation Find(string name) => LaneOperation.All.Single(o => o.ToString() == name);
}
