using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Caching;

/// <summary>An edit of one file reaches the methods of another that depend on it: the result is that of a run that knows nothing.</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, (string Model, string Before, string After)> Edits = new()
    {
        ["a called method's signature"] = (
            Static("Tensor F(Tensor x) => N.G(x, 2);"),
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, int n) => x * n; }",
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, float n, float m = 3) => x * n * m; }"),
        ["a called function that is no longer differentiable"] = (
            Static("float F(float x) => N.G(x) * 2;"),
            "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => x * x; }",
            "public static partial class N { public static float G(float x) => x * x; }"),
        ["a called function's body, which calls back"] = (
            Static("float F(float x) => N.G(x) * 2;"),
            "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => x * x; }",
            "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => M.F(x) * x; }"),
        ["a mapped function's body"] = (
            Static("Tensor F(Tensor x) => Map(x, N.G);"),
            "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => x * x; }",
            "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) { while (x > 1) x = x / 2; return x; } }"),
        ["a called method's body, which is recursive now"] = (
            Static("Tensor F(Tensor x) => N.G(x);"),
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x) => x * 2; }",
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x) => M.F(x) * 2; }"),
        ["a member's type"] = (
            Partial("Tensor F(Tensor x) => Linear(x, W) * Scale; [Parameter] Tensor W = null!;"), "public partial class M { public float Scale => 2; }", "public partial class M { public SparseDiff.Tensor Scale => null!; }"),
        ["a parameter in another part"] = (
            Partial("Tensor F(Tensor x) => x * Scale;"),
            "public partial class M { public SparseDiff.Tensor Scale { get; } = null!; }",
            "public partial class M { [SparseDiff.Parameter] public SparseDiff.Tensor Scale { get; } = null!; }"),
        ["a property that is computed now"] = (
            Partial("Tensor F(Tensor x) => x * Scale * W; [Parameter] Tensor W = null!;"), "public partial class M { public SparseDiff.Tensor Scale { get; } = null!; }", "public partial class M { public SparseDiff.Tensor Scale => W * 2; }"),
        ["a getter that has a body now"] = (
            Partial("Tensor F(Tensor x) => x * Scale * W; [Parameter] Tensor W = null!;"), "public partial class M { public SparseDiff.Tensor Scale { get; set; } = null!; }", "public partial class M { public SparseDiff.Tensor Scale { get { return field ?? W; } set; } = null!; }"),
        ["a plain number's body, which computes with a parameter now"] = (
            Partial("Tensor F(Tensor x) => x * W * Norm(); [Parameter] public Tensor W = null!;"), "public partial class M { float Norm() => 1; }", "public partial class M { float Norm() => SparseDiff.Ops.Sum(W).ToScalar(); }"),
        ["an assignment of a parameter to a member"] = (
            Partial("Tensor F(Tensor x) => x * W * Head; [Parameter] public Tensor W = null!; public Tensor Head = null!;"),
            "public static class Start { static void Tie(M model) { } }",
            "public static class Start { static void Tie(M model) { model.Head = model.W; } }"),
        ["a constructor that keeps what it is given now"] = (
            Partial("Tensor F(Tensor x) => x * W * part.Kept; [Parameter] public Tensor W = null!; readonly Part part; public M() => part = new Part(W);"),
            "public class Part { public SparseDiff.Tensor Kept = null!; public Part(SparseDiff.Tensor given) { } }",
            "public class Part { public SparseDiff.Tensor Kept = null!; public Part(SparseDiff.Tensor given) { Kept = given; } }"),
        ["an explicit implementation that computes with a parameter now"] = (
            Partial("Tensor F(Tensor x) => x * W * schedule.At(1); [Parameter] public Tensor W = null!; readonly ISchedule schedule = null!;"),
            "public interface ISchedule { float At(int n); } public class Own(M model) : ISchedule { float ISchedule.At(int n) => model.W.Rank; }",
            "public interface ISchedule { float At(int n); } public class Own(M model) : ISchedule { float ISchedule.At(int n) => SparseDiff.Ops.Sum(model.W).ToScalar(); }"),
        ["a method that gives a parameter now"] = (
            Partial("Tensor F(Tensor x) => x * W * head; [Parameter] public Tensor W = null!; readonly Tensor head; public M() => head = Other.Pick(W);"),
            "public static class Other { public static SparseDiff.Tensor Pick(SparseDiff.Tensor t) => SparseDiff.Tensor.Zeros(t.Length); }",
            "public static class Other { public static SparseDiff.Tensor Pick(SparseDiff.Tensor t) => t; }"),
        ["a list that gets a parameter now"] = (
            Partial("Tensor F(Tensor x) => x * W * Norm; [Parameter] public Tensor W = null!; public System.Collections.Generic.List<Tensor> All = []; float Norm => Sum(All[0]).ToScalar();"),
            "public static class Start { static void Tie(M model) { } }",
            "public static class Start { static void Tie(M model) { model.All.Add(model.W); } }"),
        ["a delegate that reads a parameter now"] = (
            Partial("Tensor F(Tensor x) => x * W * rates.Rate(1); [Parameter] public Tensor W = null!; readonly Rates rates; public M() => rates = Start.Make(this);"),
            "public record Rates(System.Func<int, float> Rate); public static class Start { public static Rates Make(M model) => new(n => n); }",
            "public record Rates(System.Func<int, float> Rate); public static class Start { public static Rates Make(M model) => new(n => SparseDiff.Ops.Sum(model.W).ToScalar()); }"),
        ["a called method that can no longer be differentiated"] = (
            Static("Tensor F(Tensor x) => N.G(x);"),
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x) => x * 2; }",
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x) { lock (x) return x * 2; } }"),
        ["a parameter by another name of the attribute"] = (
            Partial("Tensor F(Tensor x) => x * Scale;"),
            "using P = SparseDiff.NoGradientAttribute; public partial class M { [P] public SparseDiff.Tensor Scale { get; } = null!; }",
            "using P = SparseDiff.ParameterAttribute; public partial class M { [P] public SparseDiff.Tensor Scale { get; } = null!; }"),
        ["a global alias of an attribute"] = (
            "public static partial class M { [D] public static float F(float x) => x * x; }",
            "global using D = SparseDiff.NoGradientAttribute;",
            "global using D = SparseDiff.DifferentiableAttribute;"),
        ["a global alias that ends in Attribute"] = (
            "public static partial class M { [Grad] public static float F(float x) => x * x; }",
            "global using GradAttribute = System.ObsoleteAttribute;",
            "global using GradAttribute = SparseDiff.DifferentiableAttribute;"),
        ["a global using"] = (
            "public static partial class M { [SparseDiff.Differentiable] public static SparseDiff.Tensor F(SparseDiff.Tensor x) => Tanh(x); }",
            "// nothing yet",
            "global using static SparseDiff.Ops;"),
        ["a type that hides one of ours"] = (Static("float F(float x) => System.MathF.Sin(x);"), "class Other { }", "class MathF { }"),
        ["a constant"] = (Static("Tensor F(Tensor x) => Sum(x, N.Axis);"), "static class N { public const int Axis = 0; }", "static class N { public const int Axis = 1; }"),
        ["an optional argument"] = (
            Static("Tensor F(Tensor x) => N.G(x);"),
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, float n = 1) => x * n; }",
            "public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, float n = 2) => x * n; }"),
        ["a sub-model's first parameter"] = (
            Partial("Tensor F(Tensor x) => Part.G(x); public P Part { get; } = new();"),
            "public partial class P { [SparseDiff.Differentiable] public SparseDiff.Tensor G(SparseDiff.Tensor x) => x * 2; }",
            "public partial class P { [SparseDiff.Parameter] SparseDiff.Tensor W = null!; [SparseDiff.Differentiable] public SparseDiff.Tensor G(SparseDiff.Tensor x) => x * W; }"),
        ["an operation's rule"] = (
            Static("Tensor F(Tensor x) => N.Twice(x);"), Rules("var unused = 0; return dY;"), Rules("return dY;", name: "TwiceBackward")),
        ["an operation's second rule"] = (
            Static("Tensor F(Tensor x) => Sparsify.TopK(N.Twice(Tanh(x)), 1);"), Rules("return dY;"),
            Rules("return dY;", more: "[SparseDiff.VjpOf(nameof(Twice), \"x\")] public static SparseDiff.SparseRows TwiceVjp(SparseDiff.SparseRows dY) => dY;")),
        ["a line above a defective rule"] = (Static("float F(float x) => x;"), Rules("return dY;", name: "A", of: "Thrice"), "\n\n" + Rules("return dY;", name: "A", of: "Thrice")),
        ["a line above a member that is in the way"] = (
            Static("float F(float x) => x;"), "public static partial class M { static void FJvp() { } }", "\n\npublic static partial class M { static void FJvp() { } }"),
        ["the type is no longer partial"] = (
            "public class M { [SparseDiff.Differentiable] public static float F(float x) => x * x; }", "public partial class M { }", "public class Other { }"),
        ["a declaration behind a program's statements"] = (
            Static("Tensor F(Tensor x) => N.G(x, 2);"),
            "int steps = 1; public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, int n) => x * n; }",
            "int steps = 2; public static partial class N { [SparseDiff.Differentiable] public static SparseDiff.Tensor G(SparseDiff.Tensor x, int n, float m = 3) => x * n * m; }"),
        ["a using before a program's statements"] = (
            "public static partial class M { [SparseDiff.Differentiable] public static SparseDiff.Tensor F(SparseDiff.Tensor x) => Tanh(x); }",
            "using static SparseDiff.Ops; System.Console.WriteLine(1);", "global using static SparseDiff.Ops; System.Console.WriteLine(2);"),
        ["a member by the name of a generated one"] = (Static("float F(float x) => x;"), "static partial class M { }", "static partial class M { static int FJvp; }"),
    };

    public static TheoryData<string> Names => [.. Edits.Keys];

    [Theory, MemberData(nameof(Names))]
    public void An_edit_elsewhere_is_seen(string name)
    {
        (string model, string before, string after) = Edits[name];
        CSharpCompilation first = Generated.Compile(model, before);
        CSharpCompilation second = first.With(1, after);
        GeneratorDriver driver = Generated.Driver().RunGenerators(first);
        Assert.NotEqual(Rerun.Fresh(first), Rerun.Fresh(second));
        Assert.Equal(Rerun.Fresh(second), Rerun.Text(driver = driver.RunGenerators(second)));
        Assert.Equal(Rerun.Fresh(first), Rerun.Text(driver = driver.RunGenerators(first.With(1, before + "\n"))));
        Assert.Equal(Rerun.Fresh(second), Rerun.Text(driver.RunGenerators(second)));
    }

    [Fact]
    public void Another_version_of_a_referenced_assembly_is_seen()
    {
        const string old = "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => x * x; }";
        MetadataReference before = Rerun.Library(old);
        CSharpCompilation first = Generated.Compile(Static("float F(float x) => N.G(x) * 2;")).AddReferences(before);
        CSharpCompilation second = first.ReplaceReference(before, Rerun.Library(old.Replace("float x)", "float x, float y = 2)", StringComparison.Ordinal)));
        Assert.NotEqual(Rerun.Fresh(first), Rerun.Fresh(second));
        Assert.Equal(Rerun.Fresh(second), Rerun.Text(Generated.Driver().RunGenerators(first).RunGenerators(second)));
    }

    [Fact]
    public void A_file_more_or_less_is_seen()
    {
        CSharpCompilation whole = Generated.Compile(Static("float F(float x) => N.G(x) * 2;"), "public static partial class N { [SparseDiff.Differentiable] public static float G(float x) => x * x; }");
        CSharpCompilation half = whole.RemoveSyntaxTrees(whole.SyntaxTrees[1]);
        GeneratorDriver driver = Generated.Driver().RunGenerators(whole);
        Assert.Equal(Rerun.Fresh(half), Rerun.Text(driver = driver.RunGenerators(half)));
        Assert.Equal(Rerun.Fresh(whole), Rerun.Text(driver.RunGenerators(whole)));
    }

    private static string Static(string members) => $"using SparseDiff; using static SparseDiff.Ops; public static partial class M {{ [Differentiable] public static {members} }}";

    private static string Partial(string members) => $"using SparseDiff; using static SparseDiff.Ops; public partial class M {{ [Differentiable] public {members} }}";

    private static string Rules(string body, string name = "TwiceVjp", string of = "Twice", string more = "") => $$"""
        [assembly: SparseDiff.DifferentiationRules(typeof(N))]
        public static class N
        {
            public static SparseDiff.Tensor Twice(SparseDiff.Tensor x) => x;
            [SparseDiff.VjpOf("{{of}}", "x")] public static SparseDiff.Tensor {{name}}(SparseDiff.Tensor dY) { {{body}} }
            {{more}}
        }
        """;
}
