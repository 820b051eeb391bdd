using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Names;

/// <summary>Whatever a user's names are, the generated code compiles and means what it should.</summary>
public class NameTests
{
    private const string Head = "using System;\nusing SparseDiff;\nusing static SparseDiff.Ops;\n";

    internal static readonly Dictionary<string, string> Programs = new()
    {
        ["arguments named like ours"] = Static("Tensor ws, Tensor saved, Tensor gradients, Tensor workspace, Tensor dResult, Tensor stamp, Tensor output, Tensor value",
            "return Relu(ws) * saved + gradients * workspace - dResult * stamp + output * value;"),
        ["variables named like ours"] = Static("Tensor x", "var ws = Relu(x); var saved = Exp(ws); var gradients = saved * ws; var dX = Tanh(gradients); var result = dX + saved; return result;"),
        ["variables named like gradients"] = Static("Tensor x, Tensor dX", "var dDX = x * dX; return dDX * x;"),
        ["keywords as names"] = Static("Tensor @class, float @float", "var @base = @class * @float; var @return = Relu(@base); return @return * @base;"),
        ["kernel names"] = Static("Tensor at, Tensor V, Tensor A, Tensor i, Tensor kernel", "var Relu1 = Relu(at * V); var relu = Relu1 * A; return relu * i * kernel;"),
        ["variables named like lane structs"] = Static("Tensor Multiply, Tensor Square", "var Tanh = Multiply * Square; var Sigmoid = Tanh * Tanh; return Sigmoid;"),
        ["variables named like types of ours"] = Static("Tensor Elementwise, Tensor Formats, Tensor Workspace", "var z = Elementwise * Formats; return z * Workspace;"),
        ["underscores"] = Static("Tensor _x, Tensor __y", "var _ = _x * __y; return _ * _x;"),
        ["unicode"] = Static("Tensor größe, Tensor δ", "var λ = größe * δ; return Exp(λ);"),
        ["one name again and again"] = Static("Tensor x", "x = Relu(x); x = x * x; x = Exp(x); x += x; x *= 2; return x;"),
        ["the result is an argument's own"] = Static("Tensor x, Tensor y", "return x + y;"),
        ["the result is an argument"] = Static("Tensor x", "return x;"),
        ["a scalar variable in a lambda"] = Static("Tensor x, float[] rates", "float sum = 0f; sum = System.Linq.Enumerable.Sum(rates, rate => rate * 2); return x * sum;"),
        ["extension methods on numbers"] = "using System.Linq;\n" + Static("Tensor x, float[] rates", "float sum = rates.Select(r => r + 1).Sum(); return x * sum;"),
        ["static members through using static"] = "using static System.Math;\n" + Static("Tensor x", "double root = Sqrt(2d); return x * (float)root;"),
        ["types in numbers"] = Static("Tensor x, object o", "int n = o is string s ? s.Length : new System.Text.StringBuilder().Length; return x * (float)n;"),
        ["interpolation and nameof"] = Static("Tensor x", "int n = $\"{nameof(x)} {x.Rank}\".Length; return x * n;"),
        ["verbatim, raw strings and characters"] = Static("Tensor x", "int n = @\"a\"\"b\".Length + 'c'; return x * n;"),
        ["conditions between numbers"] = Static("Tensor x, bool fast", "float rate = fast ? 0.5f : x.Rank switch { 1 => 2f, _ => 3f }; return x * rate;"),
        ["extreme constants"] = Static("Tensor x", "return x * float.MaxValue * float.Epsilon * 1e-30f + float.NegativeInfinity * x + 0.1f * x - (-3) * x;"),
        ["a tuple argument"] = Static("Tensor x, (int Count, float Rate) options", "return x * options.Rate;"),
        ["a nullable argument"] = Static("Tensor x, float? rate, string? name", "return x * (rate ?? (name?.Length ?? 1));"),
        ["a delegate argument"] = Static("Tensor x, Func<float, float> schedule", "return x * schedule(2f);"),
        ["a dynamic length"] = Static("Tensor x", "int n = x.Shape.Length; int first = x.Shape[0]; return Reshape(x * n, first, -1) * first;"),
        ["optional arguments"] = Static("Tensor x, float rate = 0.5f, Tensor? none = null", "return x * rate + (none!) * x;"),
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
        ["parameters without a method"] = Head + "public partial class M { [Parameter] public Tensor W { get; } = Tensor.Zeros(2); }",
        ["inactive members"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Tensor Mask { get; set; } = Tensor.Zeros(2);
                public static Tensor Table = Tensor.Zeros(2);
                public M? Other;
                [Differentiable] public Tensor F(Tensor x) => Linear(x * Mask, W) * Table * Mask + Other!.Mask * Tensor.Full(0.5f, 2) + Init.KaimingUniform(2, 2, x.Rank);
            }
            """,
        ["dead code and unused variables"] = Static("Tensor x", "var unused = Exp(x); float rate = 3; float other = rate * 2; var y = Relu(x); return y;"),
        ["eleven inputs and many results"] = Static("Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor j, Tensor k, Tensor l",
            "return a * b * c * d * e * f * g * h * j * k * l;"),
        ["a chain of sixty operations"] = Static("Tensor x", string.Concat(Enumerable.Range(0, 20).Select(static i => "x = Tanh(x) * x + x;")) + "return x;"),
        ["one value used by many"] = Static("Tensor x, Tensor w", "var a = Exp(x); var p = MatMul(a, w); var q = MatMul(a * a, w); var r = MatMul(Tanh(a), w); return p * q + r * a;"),
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_generated_code_compiles(string name)
    {
        Generated generated = Generated.From(Programs[name]);
        Assert.DoesNotContain(generated.Diagnostics, static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.NotEmpty(generated.Files);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors) + "\n" + string.Join("\n", generated.Files.Values));
    }

    private static string Static(string arguments, string body) => Head + $$"""
        public static partial class M
        {
            [Differentiable]
            public static Tensor F({{arguments}})
            {
                {{body}}
            }
        }
        """;
}
