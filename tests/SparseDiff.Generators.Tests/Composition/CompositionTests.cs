using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Methods that call methods: what is asked of whom, in one project and across projects.</summary>
public class CompositionTests
{
    private const string Head = "using SparseDiff;\nusing static SparseDiff.Ops;\n";

    private const string Layer = """
        namespace Library
        {
            public partial class Layer
            {
                [Parameter] private readonly Tensor w = Init.KaimingUniform(2, 2, 1);
                [Differentiable(InputGradients = true)] public (Tensor Y, Tensor Z) Forward(Tensor x, [NoGradient] Tensor mask, float scale = 2f) => (Linear(x, w) * mask * scale, x);
            }
        }
        """;

    private const string User = """
        public partial class M
        {
            public Library.Layer Layer { get; } = new();
            [Parameter] public Tensor W { get; } = Init.KaimingUniform(2, 2, 2);
            [Differentiable] public Tensor F(Tensor x)
            {
                var (y, z) = Layer.Forward(Linear(x, W), x);
                return Mean(y * z);
            }
        }
        """;

    [Fact]
    public void A_model_of_a_referenced_assembly_is_a_part_like_any_other()
    {
        Generated user = WithLibrary(Head + Layer);
        Assert.Empty(user.Diagnostics);
        Assert.Empty(user.Errors);
        Assert.Contains("Layer.ForwardBackward(in saved.layerSaved, dY, dZ, gradients.Layer, out Tensor dLinear1);", user.Files["M.F.g.cs"], StringComparison.Ordinal);
        Assert.Contains(".. NamedTensor.Of(\"Layer\", Layer),", user.Files["M.Gradients.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_may_derive_from_one_of_a_referenced_assembly()
    {
        const string library = Head + """
            namespace Library
            {
                public partial class Layer
                {
                    [Parameter] private readonly Tensor w = Init.KaimingUniform(2, 2, 1);
                    [Parameter] protected Tensor B { get; } = Init.KaimingUniform(1, 2, 2);
                    [Differentiable(InputGradients = true)] protected (Tensor Y, Tensor Z) Step(Tensor x) => (Linear(x, w) * B, x);
                }
            }
            """;
        const string user = Head + """
            public partial class M : Library.Layer
            {
                [Parameter] public Tensor W { get; } = Init.KaimingUniform(2, 2, 3);
                [Differentiable] public Tensor F(Tensor x)
                {
                    var (y, z) = Step(Linear(x, W) + B);
                    return Mean(y * z);
                }
            }
            """;
        using MemoryStream image = new();
        Generated referenced = Generated.From(library);
        Assert.True(referenced.Output.Emit(image).Success, string.Join("\n", referenced.Errors));
        Generated generated = Generated.From(Generated.Compile(user).AddReferences(MetadataReference.CreateFromImage(image.ToArray())));
        Assert.Empty(generated.Diagnostics);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors));
        Assert.Contains("StepBackward(in saved.stepSaved, dY, dZ, gradients, out Tensor dAdd1);", generated.Files["M.F.g.cs"], StringComparison.Ordinal);
        Assert.Contains("public new class Gradients : Library.Layer.Gradients", generated.Files["M.Gradients.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_generic_model_of_another_assembly_holds_layers_of_this_one()
    {
        const string library = Head + """
            namespace Library
            {
                public partial interface ILayer<T> { [Differentiable] (Tensor Y, Tensor) Step(Tensor x, [NoGradient] Tensor mask, T scale); }
                public partial class Stack<T, TLayer>(TLayer[] layers) where TLayer : ILayer<T>
                {
                    public TLayer[] Layers { get; } = layers;
                    [Differentiable(InputGradients = true)] public Tensor Forward(Tensor x, T scale)
                    {
                        var h = x;
                        for (int i = 0; i < Layers.Length; i++)
                        {
                            var (y, z) = Layers[i].Step(x, h, scale);
                            (x, h) = (y, z);
                        }
                        return x * h;
                    }
                }
            }
            """;
        const string user = Head + """
            public partial class Layer : Library.ILayer<float>
            {
                [Parameter] private readonly Tensor w = Init.KaimingUniform(2, 2, 1);
                [Differentiable] public (Tensor Y, Tensor) Step(Tensor x, [NoGradient] Tensor mask, float scale) => (Linear(x, w) * mask, x * scale);
            }
            public partial class M
            {
                public Library.Stack<float, Layer> Layers { get; } = new([new(), new()]);
                [Parameter] public Tensor W { get; } = Init.KaimingUniform(2, 2, 3);
                [Differentiable] public Tensor F(Tensor x) => Mean(Layers.Forward(Linear(x, W), 0.5f));
            }
            """;
        using MemoryStream image = new();
        Generated referenced = Generated.From(library);
        Assert.Empty(referenced.Diagnostics);
        Assert.True(referenced.Output.Emit(image).Success, string.Join("\n", referenced.Errors));
        Generated generated = Generated.From(Generated.Compile(user).AddReferences(MetadataReference.CreateFromImage(image.ToArray())));
        Assert.Empty(generated.Diagnostics);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors));
        Assert.Contains("Library.ILayer<float>.StepForward(Tensor x, Tensor mask, float scale, Workspace workspace)", generated.Files["Layer.Step.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_a_derivative_says_so_when_it_is_called()
    {
        using LoadedProgram program = Generated.From(Head + """
            public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); }
            public class Plain : ILayer { public Tensor Forward(Tensor x) => x; }
            public partial class Other : ILayer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Tensor Forward(Tensor x) => x;
            }
            public partial class M
            {
                public ILayer Layer { get; } = new Other();
                [Differentiable] public Tensor F(Tensor x) => Mean(Layer.Forward(x));
            }
            """).Load();
        Model model = new(program, "M", "F", [], []);
        Assert.Equal(["Layer.W"], model.Parameters.Select(static p => p.Name));
        var failure = Assert.Throws<NotSupportedException>(() => model.Forward([Tensor.Zeros(2, 2)]));
        Assert.Equal("Other implements Forward without [Differentiable].", failure.Message);
    }

    [Fact]
    public void A_derived_model_lists_and_clears_what_its_base_has()
    {
        using LoadedProgram program = Generated.From(Head + """
            public abstract partial class Layer
            {
                [Parameter] public Tensor W { get; } = Init.KaimingUniform(2, 2, 1);
                [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W);
            }
            public sealed partial class M : Layer
            {
                [Parameter, NoGradient] public Tensor B { get; } = Tensor.Zeros(2);
                public M? Inner { get; init; }
                [Differentiable] public Tensor F(Tensor x) => Mean(Dropout(Forward(x) + B, 0.5f, 1, 0));
                public static M Make() => new() { Inner = new() };
                public static Layer.Gradients OfLayer(Layer layer) => layer.CreateGradients();
            }
            """).Load();
        Type type = program.Assembly.GetType("M")!;
        object model = type.GetMethod("Make")!.Invoke(null, null)!;
        Assert.Equal(["W", "B", "Inner.W", "Inner.B"], ((IModel)model).Parameters.Select(static p => p.Name));
        Assert.Equal(["Forward", "F", "Inner.Forward", "Inner.F"], ((IModel)model).States.Select(static s => s.Name));
        var gradients = (IGradients)type.GetMethod("OfLayer")!.Invoke(null, [model])!;
        Assert.Equal([true, false, true, false], gradients.Entries.Select(static entry => entry is not null));
    }

    [Fact]
    public void A_referenced_method_that_does_not_give_its_arguments_gradients_is_reported()
    {
        Generated user = WithLibrary(Head + Layer.Replace("(InputGradients = true)", string.Empty, StringComparison.Ordinal));
        Assert.Equal(["SD1018"], user.Diagnostics.Select(static d => d.Id));
    }

    [Fact]
    public void Nobody_asks_for_the_gradient_of_the_first_layers_input()
    {
        string text = Generated.From(Head + """
            public partial class Layer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W);
            }
            public partial class M
            {
                public Layer First { get; } = new();
                [Differentiable] public Tensor F(Tensor x) => First.Forward(x);
            }
            """).Files["Layer.Forward.g.cs"];
        Assert.DoesNotContain("dX", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_asks_in_turn_when_it_is_asked()
    {
        Generated generated = Generated.From(Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Outer(Linear(x, W));
                [Differentiable] private Tensor Outer(Tensor x) => Inner(x, x);
                [Differentiable] private Tensor Inner(Tensor a, [NoGradient] Tensor b) => Linear(a, W) * b;
            }
            """);
        Assert.Empty(generated.Errors);
        Assert.Contains("InnerBackward(in InnerSaved saved, Tensor dResult, Gradients gradients, out Tensor dA)", generated.Files["M.Inner.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void No_gradient_passes_a_stopped_value()
    {
        using LoadedProgram program = Generated.From(Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x) => Sum(StopGradient(x * x) * x);
            }
            """).Load();
        Model model = new(program, "M", "F", [], []);
        Tensor x = Tensor.From([1f, -2f, 3f], [3], Device.Reference);
        (Tensor result, object saved) = model.Forward([x]);
        Assert.Equal([20.0], Numbers.Of(result));
        Assert.Equal([1.0, 4.0, 9.0], Numbers.Of((Tensor)model.Backward(saved, Tensor.From([1f], [], Device.Reference))[0]));
    }

    [Fact]
    public void A_model_of_nothing_but_models_lists_their_parameters()
    {
        using LoadedProgram program = Generated.From(Head + """
            public partial class Layer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Parameter, NoGradient] public Tensor B { get; } = Tensor.Zeros(2);
                [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W, B);
            }
            public partial class M
            {
                private readonly Layer[] layers = [new(), new()];
                [NoGradient] private Layer Frozen { get; } = new();
                public Layer? None { get; }
                [Differentiable] public Tensor F(Tensor x) => layers[1].Forward(layers[0].Forward(x));
            }
            """).Load();
        Model model = new(program, "M", "F", [], []);
        Assert.Equal(["layers.0.W", "layers.0.B", "layers.1.W", "layers.1.B", "Frozen.W", "Frozen.B"], model.Parameters.Select(static p => p.Name));
        Assert.Equal([true, false, true, false, false, false], model.CreateGradients().Entries.Select(static entry => entry is not null));
    }

    private static Generated WithLibrary(string source)
    {
        using MemoryStream image = new();
        Assert.True(Generated.From(source).Output.Emit(image).Success);
        return Generated.From(Generated.Compile(Head + User).AddReferences(MetadataReference.CreateFromImage(image.ToArray())));
    }
}
