namespace SparseDiff.Generators.Tests.Names;

/// <content>Names of types, members, namespaces and libraries.</content>
public partial class NameTests
{
    private static Dictionary<string, string> Types() => new()
    {
        ["a method of the type named like an operation"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public int Linear(int a) => a;
                public bool Relu => true;
                public int LinearVjpW, TopKVjp, Mean, SumTo;
                [Differentiable] public Tensor F(Tensor x) => Ops.Mean(Ops.Relu(Sparsify.TopK(Ops.Linear(x, W), 1)));
            }
            """,
        ["members named like variables of ours"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor ws { get; } = Tensor.Zeros(2, 2);
                [Parameter] private readonly Tensor saved = Tensor.Zeros(2), dX = Tensor.Zeros(2);
                private float gradients = 1, model = 2;
                [Differentiable] public Tensor F(Tensor x) => Linear(x, ws, saved) * gradients * model + dX;
            }
            """,
        ["an argument that hides a parameter"] = Head + """
            public partial class M
            {
                [Parameter] private readonly Tensor w = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor w) => Linear(w, this.w);
            }
            """,
        ["parameters named like keywords and types"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor @event { get; } = Tensor.Zeros(2, 2);
                [Parameter] public Tensor Tensor { get; } = Tensor.Zeros(2, 2);
                [Parameter] public Tensor RowGradient { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(Linear(Linear(x, @event), Tensor), RowGradient);
            }
            """,
        ["types of the namespace named like ours"] = Head + """
            namespace Mine
            {
                public class Elementwise; public class Formats; public class Workspace; public class RowGradient; public class WorkspaceStamp; public class IElementwise; public class Relu;
                public partial class M
                {
                    [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                    [Differentiable] public Tensor F(Tensor x) => Relu(Ops.Linear(x, W));
                    private static Tensor Relu(Tensor x) => Ops.Relu(x);
                }
                public static partial class N
                {
                    [Differentiable] public static Tensor F(Tensor x, Tensor y) => Ops.Relu(x) * y;
                }
            }
            """.Replace("Relu(Ops.Linear(x, W));\n        private static Tensor Relu(Tensor x) => Ops.Relu(x);", "Ops.Relu(Ops.Linear(x, W));", StringComparison.Ordinal),
        ["a namespace inside ours"] = Head + """
            namespace SparseDiff.Models;
            public partial class Ops1
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W));
            }
            """,
        ["a namespace that ends like ours"] = Head + """
            namespace Mine.SparseDiff.System
            {
                public partial class M
                {
                    [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                    [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W)) * global::System.MathF.PI;
                }
            }
            """,
        ["a second library with a tensor"] = """
            using SparseDiff;
            using Torch;
            using Tensor = SparseDiff.Tensor;
            using static SparseDiff.Ops;
            namespace Torch { public class Tensor; public class Workspace; }
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W));
            }
            """,
        ["a global using of a second library"] = """
            global using Torch;
            using SparseDiff;
            using static SparseDiff.Ops;
            namespace Torch { public class Tensor; public class Workspace; public class RowGradient; }
            public partial class M
            {
                [Parameter] public SparseDiff.Tensor W { get; } = SparseDiff.Tensor.Zeros(2, 2);
                [Differentiable] public SparseDiff.Tensor F(SparseDiff.Tensor x) => Relu(Linear(x, W));
            }
            """,
        ["no using at all"] = """
            public partial class M
            {
                [SparseDiff.Parameter] public SparseDiff.Tensor W { get; } = SparseDiff.Tensor.Zeros(2, 2);
                [SparseDiff.Differentiable, SparseDiff.TopK(0.1)] public SparseDiff.Tensor F(SparseDiff.Tensor x) => SparseDiff.Ops.Relu(SparseDiff.Ops.Linear(x, W));
            }
            """,
        ["nested in generic types and records"] = Head + """
            namespace Mine;
            internal sealed partial record Outer<TOne>(int Number) where TOne : class
            {
                private partial class Middle<TTwo, @in> where TTwo : struct
                {
                    protected internal sealed partial class M
                    {
                        [Parameter] internal Tensor W { get; } = Tensor.Zeros(2, 2);
                        [Differentiable] private protected Tensor F(Tensor x, TTwo count, TOne? one) => Relu(Linear(x, W)) * (one is null ? count.GetHashCode() : 1);
                    }
                }
            }
            """.Replace("private protected Tensor", "internal Tensor", StringComparison.Ordinal),
        ["an interface of models that is one itself"] = Head + """
            public partial interface ILayer : IModel
            {
                string Gradients { get; }
                [Differentiable] Tensor Forward(Tensor x);
            }
            public sealed partial class M<T> where T : class, ILayer, new()
            {
                private readonly T? layer = new();
                private readonly System.Collections.Generic.List<T> layers = [];
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public int TrainingStates => 1;
                [Differentiable] public Tensor F(Tensor x)
                {
                    foreach (T one in layers)
                        x = one.Forward(x);
                    return layer!.Forward(layers[0].Forward(Linear(x, W)));
                }
            }
            """,
        ["layers behind interfaces of interfaces, nested, by keywords"] = Head + """
            namespace Mine;
            public static partial class Outer
            {
                public partial interface IBase { [Differentiable] Tensor Forward(Tensor workspace, Tensor gradients, int @in); }
                public partial interface @class<T> : IBase where T : struct { [Differentiable] (Tensor, Tensor dX) Both(Tensor x, T value); }
                public partial class Layer : @class<int>
                {
                    [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                    [Differentiable] public Tensor Forward(Tensor workspace, Tensor gradients, int @in) => Linear(workspace, W) * gradients * @in;
                    [Differentiable] public (Tensor, Tensor dX) Both(Tensor x, int value) => (x * value, Forward(x, x, 1));
                }
                public abstract partial class Base<TLayer>(TLayer? layer) : IBase where TLayer : class, @class<int>
                {
                    protected readonly TLayer? layer = layer;
                    [Recompute] private readonly System.Collections.Generic.List<TLayer> layers = [];
                    [Differentiable] public Tensor Forward(Tensor workspace, Tensor gradients, int @in)
                    {
                        foreach (var one in layers)
                            workspace = one.Forward(workspace, gradients, @in);
                        var (a, b) = layers[0].Both(workspace, @in);
                        return layer!.Forward(a, b, 2);
                    }
                }
                internal sealed partial class Derived() : Base<Layer>(new Layer()), IBase
                {
                    [Parameter] private Tensor V { get; } = Tensor.Zeros(2, 2);
                    [Differentiable] public new Tensor Forward(Tensor workspace, Tensor gradients, int @in) => Linear(base.Forward(workspace, gradients, @in), V);
                }
            }
            """,
        ["models of other namespaces, and of the runtime's, whose names mean something else nearby"] = Head + """
            namespace Parts.Small { public partial class Block { [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); [Differentiable] public Tensor Forward(Tensor x) => Relu(Linear(x, W)); } }
            namespace Parts { public partial class Outer<T> { public partial class Inner { [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W); } } }
            namespace Mine.Deep
            {
                public class Dropout;
                public static class Small { }
                public partial class M
                {
                    private sealed class RmsNormLayer;
                    public Parts.Small.Block Block { get; } = new();
                    public Parts.Outer<Parts.Small.Block[]>.Inner Parts { get; } = new();
                    public global::SparseDiff.Dropout Drop { get; } = new(0.5f, 1);
                    public global::SparseDiff.RmsNormLayer Norm { get; } = new(2);
                    public LayerNormLayer SparseDiff { get; } = new(2);
                    [Differentiable] public Tensor F(Tensor x) => SparseDiff.Forward(Norm.Forward(Drop.Forward(Parts.Forward(Block.Forward(x)), 3L)));
                }
            }
            """,
        ["a global using of a library with layers of the same names"] = """
            global using Torch;
            using SparseDiff;
            namespace Torch { public class RmsNormLayer; }
            public partial class M
            {
                public SparseDiff.RmsNormLayer Norm { get; } = new(2);
                [Differentiable] public Tensor F(Tensor x) => Norm.Forward(x);
            }
            """,
        ["a static class and a struct"] = Head + """
            public partial struct S
            {
                [Differentiable] public static Tensor F(Tensor x) => Relu(x);
            }
            public static partial class C
            {
                [Differentiable] internal static Tensor F(Tensor x) => Relu(x);
            }
            """,
        ["types that differ by case"] = Head + """
            public static partial class Abc { [Differentiable] public static Tensor F(Tensor x) => Relu(x); }
            public static partial class ABc { [Differentiable] public static Tensor F(Tensor x) => Exp(x); }
            public static partial class Abc<T> { [Differentiable] public static Tensor F(Tensor x) => Exp(x); }
            """,
        ["namespaces, nested types and methods that differ by case"] = Head + """
            namespace One { public static partial class M { [Differentiable] public static Tensor F(Tensor x) => Relu(x); } }
            namespace one { public static partial class M { [Differentiable] public static Tensor F(Tensor x) => Exp(x); } }
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor gradients(Tensor x) => Linear(x, W);
                [Differentiable] public Tensor F(Tensor x) => Tanh(Linear(x, W)) * 2;
                public static partial class f { [Differentiable] public static Tensor Kernels(Tensor x) => Tanh(x) * 2; }
            }
            """,
        ["a function and the gradients of its type that differ by case"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public static float gradients(float x) => x * x;
                [Differentiable] public Tensor F(Tensor x) => Map(Linear(x, W), gradients);
            }
            """,
        ["members and variables called field"] = Head + """
            public partial class Part { [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); [Differentiable] public Tensor field(Tensor field) => Linear(field, W); }
            public partial class N { public Part field = new(); [Differentiable] public Tensor F(Tensor x) => field.field(x); }
            public partial class M { [Parameter] private readonly Tensor field = Tensor.Zeros(2, 2), value = Tensor.Zeros(2, 2); [Differentiable] public Tensor F(Tensor x) => Linear(x, field) * value; }
            """,
        ["a model that is disposable already"] = Head + """
            public partial class M : IDisposable
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W));
                public void Dispose() => DisposeWorkspaces();
            }
            """,
        ["a model in several files with primary constructor"] = Head + """
            public sealed partial class M(int size) { [Parameter] public Tensor W { get; } = Tensor.Zeros(size, size); }
            partial class M { [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W)) * size; }
            """,
    };
}
