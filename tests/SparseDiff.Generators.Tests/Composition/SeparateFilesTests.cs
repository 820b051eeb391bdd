namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Models whose parts lie in several files and assemblies, as in a project: each is one entry.</summary>
public class SeparateFilesTests
{
    private const string Layer = "public partial class Layer { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor Forward(Tensor x) => Tanh(Linear(x, W)); }";

    private static readonly Dictionary<string, SeparateProgram> Programs = new()
    {
        ["a partial class over three files"] = new(
            "public partial class M { [Differentiable] public Tensor F(Tensor x, int n) => H(Tanh(Linear(x, W))) + B; }",
            "public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] private Tensor H(Tensor h) => h * V * Rate; }",
            "public partial class M { [Parameter] private Tensor V = Init.KaimingUniform(3, 3, 2); [Parameter] internal readonly Tensor B = Init.KaimingUniform(1, 3, 3); private float Rate => 0.5f; }"),
        ["a base and its base"] = new(
            "public partial class M : Mid { [Parameter] public Tensor C { get; } = Init.KaimingUniform(3, 3, 4); [Differentiable] public Tensor F(Tensor x, int n) => base.Step(x) * C + Root(x); }",
            "public partial class Mid : Base { [Parameter] public Tensor V { get; } = Init.KaimingUniform(3, 3, 2); [Differentiable] public Tensor Step(Tensor x) => Tanh(Root(x)) * V + W; }",
            "public abstract partial class Base { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] protected Tensor Root(Tensor x) => Linear(x, W); }"),
        ["a generic model"] = new(
            "public partial class M { public Pair<One, Two> Body { get; } = new(new(), new()); public List<Pair<Two, One>> Many { get; } = [new(new(), new())]; [Differentiable] public Tensor F(Tensor x, int n) { foreach (var pair in Many) x = pair.Forward(x); return Body.Forward(x); } }",
            "public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); } public partial class One : ILayer { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W); }",
            "public partial class Two : ILayer { [Parameter] public Tensor V { get; } = Init.KaimingUniform(3, 3, 2); [Differentiable] public Tensor Forward(Tensor x) => Tanh(x) * V; }",
            "public partial class Pair<A, B>(A a, B b) where A : ILayer where B : ILayer { public A First { get; } = a; public B Second { get; } = b; [Differentiable] public Tensor Forward(Tensor x) => Second.Forward(First.Forward(x)) + x; }"),
        ["recomputed blocks of layers"] = new(
            "public partial class M { [Recompute] public Block[] Blocks { get; } = [new(), new()]; [Differentiable] public Tensor F(Tensor x, int n) { foreach (var block in Blocks) x = block.Forward(x, 0.5f + n); return x; } }",
            "public partial class Block { public Layer A { get; } = new(); public Layer B { get; } = new(); [Differentiable, Recompute] public Tensor Forward(Tensor x, float k) => B.Forward(A.Forward(x)) * k; }", Layer),
        ["one tensor in three models"] = new(
            "public partial class M { [Parameter] public Tensor W { get; } public Layer A { get; } public Layer B { get; } public M() { W = Init.KaimingUniform(3, 3, 1); A = new(W); B = new(W); } [Differentiable] public Tensor F(Tensor x, int n) => B.Forward(A.Forward(x) * W); }",
            "public partial class Layer(Tensor w) { [Parameter] public Tensor W { get; } = w; [Differentiable] public Tensor Forward(Tensor x) => Tanh(Linear(x, W)); }"),
        ["options, static settings and indexers"] = new(
            "public partial class M { private readonly Options options = new(0.5f, 2); [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) { var (rate, steps) = options; for (int i = 0; i < steps; i++) x = Linear(x, W) * rate + options.Half; var other = options with { Rate = 2 }; return x * other.Rate * this[n] * this[\"ab\"] * Settings.Live; } }",
            "public record Options(float Rate, int Steps) { public float Half => Rate / 2; } public static class Settings { public static float Live => 0.3f; }",
            "public partial class M { public float this[int i] => i + 1; public float this[string s] => s.Length; }"),
        ["functions mapped over tensors"] = new(
            "public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) { float rate = n + 0.5f; return Linear(x, W) + 0 * Map(x * W, v => v * v * rate) + 0 * Map(x, Functions.Swish); } }",
            "public static partial class Functions { [Differentiable] public static float Swish(float v) => v / (1 + MathF.Exp(-v)); }"),
        ["named arguments that are evaluated first"] = new(
            "public partial class M { private int i; private float Next() => ++i; [Differentiable] public Tensor F(Tensor x, int n) { i = 0; return G(b: Next(), x: x * Next(), a: Next()); } }",
            "public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] private Tensor G(Tensor x, float a, float b) => x * a + W * b; }"),
        ["a parameter under another name"] = new("public partial class M { [Parameter] public Tensor W { get; } private readonly Tensor head; public M() { W = Init.KaimingUniform(3, 3, 1); head = W; } [Differentiable] public Tensor F(Tensor x, int n) => Linear(Linear(x, W), head); // SD1011\n}"),
        ["a parameter under another name that nobody wants a gradient of"] = new("public partial class M { [Parameter] public Tensor W { get; } [NoGradient] private readonly Tensor first; public M() { W = Init.KaimingUniform(3, 3, 1); first = W; } [Differentiable] public Tensor F(Tensor x, int n) => Linear(x, W) * first.Rank; }"),
        ["one argument for a parameter and a member"] = new(
            "public partial class M { public Layer Part { get; } = new(Init.KaimingUniform(3, 3, 1)); [Differentiable] public Tensor F(Tensor x, int n) => Part.Forward(x); }",
            "public partial class Layer(Tensor w) { public Tensor Shared { get; } = w; [Parameter] public Tensor V { get; } = w; [Differentiable] public Tensor Forward(Tensor x) => Linear(x, Shared) * V; // SD1011\n}"),
        ["a private model in a public one"] = new("public partial class M { private readonly Inner inner = new(); // SD1012\n [Differentiable] public Tensor F(Tensor x, int n) => inner.Forward(x); }", "public partial class M { private partial class Inner { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor Forward(Tensor x) => x * W; } }"),
        ["private models beside each other"] = new("public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) => x * W; private partial class A { private readonly B[] b = [new()]; [Differentiable] public Tensor G(Tensor x) => b[0].G(x); } }", "public partial class M { private partial class B { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor G(Tensor x) => x * W; } }"),
        ["a method of a private class"] = new("public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) => Inner.G(x * W); // SD1012\n}", "public partial class M { private static partial class Inner { [Differentiable] public static Tensor G(Tensor x) => x * x; } }"),
        ["a file-local type"] = new("file static class Settings { public static float Rate(int n) => n; } public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) => x * W * Settings.Rate(n); // SD1012\n}"),
        ["an extension of a file-local type"] = new("file static class Settings { public static float Rate(this int n) => n; } public partial class M { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) => x * W * n.Rate(); // SD1012\n}"),
        ["shapes that a called method does not take"] = new(
            "public partial class M { public Layer Part { get; } = new(); [Differentiable] public Tensor F([Shape(\"batch, 4\")] Tensor x, int n) => Part.Forward(x) * n; // SD2041\n}",
            "public partial class Layer { [Parameter, Shape(\"3, 3\")] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] [return: Shape(\"batch, 3\")] public Tensor Forward([Shape(\"batch, 3\")] Tensor x) => Linear(x, W); }"),
        ["shapes that a called method gives"] = new(
            "public partial class M { [Parameter, Shape(\"3, 3\")] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Parameter, Shape(\"1, 4\")] public Tensor B { get; } = Init.KaimingUniform(1, 4, 1); [Differentiable] public Tensor F([Shape(\"b, 3\")] Tensor x, int n) => G(x, W) + B; // SD2041\n}",
            "public partial class M { [Differentiable] [return: Shape(\"r, o\")] public Tensor G([Shape(\"r, c\")] Tensor a, [Shape(\"o, c\")] Tensor b) => Linear(a, b); }"),
        ["shapes that go together in a loop"] = new(
            "public partial class M { [Parameter, Shape(\"3, 3\")] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F([Shape(\"b, 3\")] Tensor x, int n) { for (int i = 0; i < n; i++) x = G(b: W, a: x) * 0.5f; return x * W; } }",
            "public partial class M { [Differentiable] [return: Shape(\"r, o\")] public Tensor G([Shape(\"r, c\")] Tensor a, [Shape(\"o, c\")] Tensor b) => Linear(a, b); }"),
        ["a generic model of a referenced assembly"] = new(
            "public partial class Own : Library.ILayer { [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W); } public partial class M { public Library.Two<Own> Both { get; } = new(new(), new()); [Differentiable] public Tensor F(Tensor x, int n) => Both.Forward(x) * Library.Settings.Rate; }")
        {
            Library = "namespace Library { public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); } public static class Settings { public const float Rate = 2; } public partial class Two<T>(T a, T b) where T : ILayer { public T A { get; } = a; public T B { get; } = b; [Differentiable(InputGradients = true)] public Tensor Forward(Tensor x) => B.Forward(A.Forward(x)); } }",
        },
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_gradients_are_those_of_central_differences_or_the_line_is_named(string name) => Programs[name].Check(name);
}
