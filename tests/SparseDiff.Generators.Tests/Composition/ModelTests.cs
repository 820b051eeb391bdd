using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Models as people write them: the method <c>F</c> of <c>M</c> is compared with itself run as plain C#, and its parameters' gradients with central differences.</summary>
public class ModelTests
{
    private const string Layer = "public partial class Layer { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor Forward(Tensor x) => Tanh(Linear(x, W)); }\n";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["a layer counted from the end"] = Layer + "public partial class M { public Layer[] A { get; } = [new(), new()]; public List<Layer> B { get; } = [new(), new()]; [Differentiable] public Tensor F(Tensor x, int n) => A[^1].Forward(B[^(1 + n % 2)].Forward(x)); }",
        ["a variable that stands for a layer"] = Layer + "public partial class M { public Layer[] Layers { get; } = [new(), new()]; [Differentiable] public Tensor F(Tensor x, int n) { var layer = Layers[n % 2]; x = layer.Forward(x) * layer.W.Rank; layer = Layers[0]; for (int i = 0; i < n; i++) { var other = Layers[1]; x = layer.Forward(x) + other.Forward(x); } return x; } }",
        ["a layer that may be missing"] = Layer + "public partial class M { public Layer? There { get; } = new(); public Layer? Missing { get; } public Layer Last { get; } = new(); [Differentiable] public Tensor F(Tensor x, int n) { x = There?.Forward(x) ?? x; return Last.Forward(Missing?.Forward(x) ?? x * 2); } }",
        ["locals called like members"] = Layer + """
            public partial class M
            {
                [Parameter] private readonly Tensor w = Init.KaimingUniform(3, 3, 1);
                private readonly Layer layer = new();
                private readonly Layer[] layers = [new(), new()];
                private readonly float rate = 0.5f;
                private static readonly float Scale = 2;
                [Differentiable] public Tensor F(Tensor x, int n)
                {
                    var layer = this.layer.Forward(x) * this.rate;
                    for (int i = 0; i < n; i++) { float rate = this.rate * i; float Scale = rate; layer = layer * rate + Scale; }
                    foreach (var l in layers) { var layers = l.Forward(layer); layer = layers * rate * Scale; }
                    var w = Tanh(this.w) * rate;
                    return Linear(layer, w);
                }
            }
            """,
        ["an enumeration that decides"] = "public enum Kind { Tanh, Silu, None } public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) { var h = Linear(x, W); var kind = (Kind)(n % 3); h = kind switch { Kind.Tanh => Tanh(h), Kind.Silu => Silu(h), Kind.None => h }; return kind switch { Kind.Tanh => h, Kind.None => h * x, _ when n > 9 => throw new System.NotSupportedException(), _ => Sigmoid(h) }; } }",
        ["a cell whose state is a tuple"] = "public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public (Tensor H, Tensor C) Step(Tensor x, Tensor h, Tensor c) { var g = Sigmoid(Linear(x + h, W)); return (Tanh(c) * g, c * g + x); } [Differentiable] public Tensor F(Tensor x, int n) { var s = (H: x, C: x * 0.5f); for (int t = 0; t < n; t++) { s = Step(x, s.H, s.C); if (t == 1) break; } return s.H + s.C * Linear(x, W); } }",
        ["what only a log reads"] = "public partial class M { public float Norm; [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) { var h = Linear(x, W); if (n > 0) { var norm = Sum(h).ToScalar(); Norm = norm; } for (int i = 0; i < n; i++) { System.Diagnostics.Debug.WriteLine(Sum(h).ToScalar()); h = h * x; } return h; } }",
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string name in Programs.Keys)
            {
                cases.Add(name, 0);
                cases.Add(name, 1);
                cases.Add(name, 2);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_value_is_that_of_plain_code_and_the_gradients_those_of_central_differences(string name, int n)
    {
        Generated generated = Generated.From("using SparseDiff;\nusing static SparseDiff.Ops;\nusing System.Collections.Generic;\n" + Programs[name]);
        Assert.Empty(generated.Diagnostics);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors));
        using LoadedProgram program = generated.Load();
        ModelCheck.Run(program, name, n);
    }

    [Fact]
    public void A_parameter_that_was_never_given_a_value_is_named()
    {
        using LoadedProgram program = Generated.From("using SparseDiff; public partial class M { [Parameter] public Tensor W { get; } = Tensor.Zeros(3, 3); [Parameter] public Tensor B { get; set; } = null!; [Differentiable] public Tensor F(Tensor x) => Ops.Linear(x, W) + B; }").Load();
        Type type = program.Assembly.GetType("M")!;
        var model = (IModel)Activator.CreateInstance(type)!;
        Assert.Contains("parameter B is null", Assert.Throws<InvalidOperationException>(() => model.To(Device.Reference)).Message, StringComparison.Ordinal);
        Assert.Contains("parameter B is null", Assert.Throws<InvalidOperationException>(() => Checkpoint.SaveParameters(Path.GetRandomFileName(), model)).Message, StringComparison.Ordinal);
        Assert.Equal("model.B", Assert.IsType<ArgumentNullException>(Assert.Throws<System.Reflection.TargetInvocationException>(() => type.GetMethod("CreateGradients")!.Invoke(model, null)).InnerException).ParamName);
        type.GetProperty("B")!.SetValue(model, Tensor.Zeros(3));
        Assert.Equal(["W", "B"], model.To(Device.Reference).Parameters.Select(static parameter => parameter.Name));
    }
}
