using System.Reflection;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Models may be declared in every way that C# has: the generated code compiles beside them.</summary>
public class DeclarationTests
{
    private const string Head = "using System;\nusing SparseDiff;\nusing static SparseDiff.Ops;\n";

    private const string W = "[Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["a record with a parameter in its constructor"] = "public partial record M([property: Parameter] Tensor W, int Size) { [Differentiable] public Tensor F(Tensor x) => Mean(Linear(x, W)) * Size; }",
        ["required, initialised and lazy parameters"] = """
            public partial class M
            {
                [Parameter] public required Tensor W { get; init; }
                [Parameter] public Tensor V { get => field ??= Tensor.Zeros(2, 2); }
                [Parameter] public partial Tensor U { get; }
                public partial Tensor U { get => W; }
                [Differentiable] public Tensor F(Tensor x) => Linear(Linear(Linear(x, W), V), U);
            }
            """,
        ["the part of a partial method with the body"] = "public partial class M { " + W + " public partial Tensor F(Tensor x); [Differentiable] public partial Tensor F(Tensor x) => Linear(x, W); }",
        ["an extension method"] = "public static partial class E { [Differentiable] public static Tensor Times(this Tensor x, float k = 2) => x * k; } public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x) => Linear(x, W).Times().Times(3); }",
        ["constraints of every kind"] = """
            public partial interface ILayer<T> where T : class { [Differentiable] Tensor Forward(Tensor x); }
            public partial class M<TSelf, T, U> : ILayer<TSelf> where TSelf : M<TSelf, T, U> where T : unmanaged, IComparable<T> where U : notnull, new()
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public TSelf? Other { get; set; }
                [Differentiable] public Tensor F(Tensor x, T a, U b) => Linear(x, W) * (a.CompareTo(a) + b.GetHashCode());
                [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W);
            }
            """,
        ["private and nested types in a signature"] = """
            public partial class Outer
            {
                private sealed record Options(int Rate);
                private partial class M { [Parameter] private Tensor w = Tensor.Zeros(2, 2); [Differentiable] private Tensor F(Tensor x, Options o) => Linear(x, w) * o.Rate; }
            }
            """,
        ["a static constructor"] = "public static partial class M { static M() => Rate = 2; public static float Rate; [Differentiable] public static Tensor F(Tensor x) => Relu(x) * Rate; }",
        ["directives and comments in odd places"] = """
            #nullable disable
            public partial class M
            {
                #region parameters
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); public Tensor B;
                #endregion
                /** a comment */ [Differentiable] public /*a*/ Tensor /*b*/ F /*c*/ (Tensor x /*d*/) // e
                { /* f */
            #if NEVER
                    nonsense
            #else
                    ;;; { { var y = Linear(x, W, B); // g
            #endif
            #pragma warning disable CS0219
                    return /* h */ Mean /* i */ ( y /* j */ ) /* k */ ; } } }
            }
            #nullable restore
            """,
        ["names that are keywords or in another script"] = "namespace Größe.Ω { public partial class @class { [Parameter] public Tensor @event { get; } = Tensor.Zeros(2, 2); [Differentiable] public Tensor @return(Tensor 入力) => Linear(入力, @event); } }",
        ["variables called like generated types"] = "public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x) { var FSaved = Relu(x); var FKernels = Tanh(FSaved); var fKernels = Exp(FKernels); return Linear(fKernels, W) * FSaved * FKernels; } }",
        ["a thousand additions"] = "public static partial class M { [Differentiable] public static Tensor F(Tensor x) => " + string.Join(" + ", Enumerable.Repeat("x", 1000)) + "; }",
        ["three hundred calls in each other"] = "public static partial class M { [Differentiable] public static Tensor F(Tensor x) => " + string.Concat(Enumerable.Repeat("Relu(", 300)) + "x" + new string(')', 300) + "; }",
        ["sixty conditions in each other"] = "public static partial class M { [Differentiable] public static Tensor F(Tensor x, int n) { " + string.Concat(Enumerable.Repeat("if (n > 0) { ", 60)) + "x = Relu(x);" + string.Concat(Enumerable.Repeat(" }", 60)) + " return x; } }",
        ["ten loops in each other"] = "public static partial class M { [Differentiable] public static Tensor F(Tensor x, int n) { " + string.Concat(Enumerable.Range(0, 10).Select(static i => $"for (int i{i} = 0; i{i} < n; i{i}++) {{ ")) + "x = Relu(x);" + string.Concat(Enumerable.Repeat(" }", 10)) + " return x; } }",
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_generated_code_compiles(string name)
    {
        Generated generated = Generated.From(Head + Programs[name]);
        Assert.Empty(generated.Diagnostics);
        Assert.NotEmpty(generated.Files);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors));
    }

    [Fact]
    public void The_gradient_of_a_thousand_additions_is_a_thousand()
    {
        MethodInfo method = Generated.From(Head + Programs["a thousand additions"]).Load().Assembly.GetType("M")!.GetMethod("FWithGradients")!;
        object?[] arguments = [Tensor.Full(2f, 1), null, null];
        Assert.Equal(2000f, method.Invoke(null, arguments));
        Assert.Equal([1000f], ((Tensor)arguments[1]!).ToArray());
    }
}
