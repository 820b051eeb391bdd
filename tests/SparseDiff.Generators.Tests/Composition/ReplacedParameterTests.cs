using System.Reflection;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Members that hold other tensors and models than when training began, and gradients of other models.</summary>
public class ReplacedParameterTests
{
    private const string Models = """
        using System.Collections.Generic;
        using SparseDiff;
        using static SparseDiff.Ops;
        public partial class Layer(int width) { [Parameter] public Tensor V { get; set; } = Init.KaimingUniform(width, width, 1); [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }
        public partial class Frame(int width) { public Layer First { get; set; } = new(width); [Differentiable] public Tensor Enter(Tensor x) => First.Forward(x); }
        public sealed partial class M(int width) : Frame(width)
        {
            [Parameter] public Tensor W { get; set; } = Init.KaimingUniform(width, width, 2);
            private Tensor kept = Init.KaimingUniform(width, width, 3);
            [Parameter] public Tensor Kept { get => kept; }
            public void Keep(Tensor other) => kept = other;
            public Layer Part { get; set; } = new(width);
            public List<Layer> Parts { get; } = [new(width), new(width)];
            [Differentiable] public Tensor Loss(Tensor x)
            {
                x = Part.Forward(Linear(Linear(Enter(x), W), Kept));
                foreach (var part in Parts)
                    x = part.Forward(x);
                return Mean(x * x);
            }
        }
        """;

    public static TheoryData<string> Replacements => ["W", "Kept", "Part", "Part.V", "First", "First.V", "Parts.1", "Parts.1.V"];

    [Theory, MemberData(nameof(Replacements))]
    public void What_a_member_holds_now_is_trained(string replaced)
    {
        using LoadedProgram program = Generated.From(Models).Load();
        dynamic model = New(program, "M", 3);
        Sgd optimizer = new(0.01f);
        Tensor x = Init.Uniform(1, 2, 5, 4, 3);
        var gradients = (IGradients)model.CreateGradients();
        Step();
        int index = ((IModel)model).Parameters.Select(static (parameter, i) => (parameter.Name, i)).First(parameter => parameter.Name == replaced || parameter.Name.StartsWith(replaced + ".", StringComparison.Ordinal)).i;
        Tensor fresh = Init.KaimingUniform(3, 3, 99);
        dynamic layer = New(program, "Layer", 3);
        layer.V = fresh;
        switch (replaced)
        {
            case "W": model.W = fresh; break;
            case "Kept": model.Keep(fresh); break;
            case "Part": model.Part = layer; break;
            case "Part.V": model.Part.V = fresh; break;
            case "First": model.First = layer; break;
            case "First.V": model.First.V = fresh; break;
            case "Parts.1": model.Parts[1] = layer; break;
            default: model.Parts[1].V = fresh; break;
        }

        float[] before = fresh.ToArray();
        Step();
        Assert.Same(fresh, ((IModel)model).Parameters[index].Tensor);
        Assert.NotEqual(before, fresh.ToArray());
        Assert.Same(((IModel)model).Parameters, ((IModel)model).Parameters);

        void Step()
        {
            Call((object)model, "LossWithGradients", x, gradients, null);
            optimizer.Step((IModel)model, gradients);
        }
    }

    [Fact]
    public void Another_shape_needs_new_gradients_and_a_new_optimizer()
    {
        using LoadedProgram program = Generated.From(Models).Load();
        dynamic model = New(program, "Layer", 3);
        Adam optimizer = new(0.01f);
        IGradients Backward(IGradients? gradients = null)
        {
            gradients ??= (IGradients)model.CreateGradients();
            object?[] arguments = [Init.Uniform(1, 2, 5, 4, 3), null, null];
            var result = (Tensor)((object)model).GetType().GetMethod("ForwardForward")!.Invoke(model, arguments)!;
            Call((object)model, "ForwardBackward", arguments[1], result, gradients);
            return gradients;
        }

        IGradients before = Backward();
        optimizer.Step((IModel)model, before);
        model.V = Init.KaimingUniform(200, 3, 1);
        Assert.Contains("V is [200, 3] but its gradient is [3, 3]", Assert.Throws<ShapeException>(() => Backward(before)).Message, StringComparison.Ordinal);
        Assert.Contains("V is [200, 3] but was [3, 3]", Assert.Throws<ShapeException>(() => optimizer.Step((IModel)model, Backward())).Message, StringComparison.Ordinal);
        new Adam(0.01f).Step((IModel)model, Backward());
    }

    [Theory]
    [InlineData(3, 40), InlineData(40, 3)]
    public void Gradients_of_a_model_of_another_size_are_refused_before_anything_is_written(int width, int other)
    {
        using LoadedProgram program = Generated.From(Models).Load();
        dynamic model = New(program, "M", width);
        var gradients = (IGradients)New(program, "M", other).CreateGradients();
        ShapeException refused = Assert.Throws<ShapeException>(() => Call((object)model, "LossWithGradients", Init.Uniform(1, 2, 5, 4, width), gradients, null));
        Assert.Equal($"M.LossBackward: the parameter First.V is [{width}, {width}] but its gradient is [{other}, {other}]; use the gradients of the model's own CreateGradients().", refused.Message);
        Assert.All(gradients.Entries, static entry => Assert.Equal(0, entry!.TouchedRows.Length));
    }

    [Fact]
    public void Gradients_of_fewer_models_or_of_another_device_are_refused()
    {
        using LoadedProgram program = Generated.From(Models).Load();
        dynamic model = New(program, "M", 3);
        var gradients = (IGradients)model.CreateGradients();
        model.Parts.Add(New(program, "Layer", 3));
        Tensor x = Init.Uniform(1, 2, 5, 4, 3);
        Assert.Contains("the model has 7 parameters but there are 6 gradients", Assert.Throws<ShapeException>(() => Call((object)model, "LossWithGradients", x, gradients, null)).Message, StringComparison.Ordinal);
        gradients = (IGradients)model.CreateGradients();
        ((IModel)model).To(Device.Reference);
        Assert.Contains("call CreateGradients() after To(device)", Assert.Throws<InvalidOperationException>(() => Call((object)model, "LossWithGradients", x.To(Device.Reference), gradients, null)).Message, StringComparison.Ordinal);
    }

    private static dynamic New(LoadedProgram program, string type, int width) => Activator.CreateInstance(program.Assembly.GetType(type)!, width)!;

    private static object? Call(object model, string method, params object?[] arguments)
    {
        MethodInfo called = model.GetType().GetMethods().Single(m => m.Name == method && m.GetParameters().Length == arguments.Length && m.GetParameters().All(static p => !p.IsOut));
        return called.Invoke(model, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
