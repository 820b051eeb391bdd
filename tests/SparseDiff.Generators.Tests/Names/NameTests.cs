using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Names;

/// <summary>Whatever a user's names are, the generated code compiles and means what it should.</summary>
public partial class NameTests
{
    private const string Head = "using System;\nusing SparseDiff;\nusing static SparseDiff.Ops;\n";

    internal static readonly Dictionary<string, string> Programs = new([.. Bodies(), .. Types(), .. Unusual()]);

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_generated_code_compiles(string name)
    {
        Generated generated = Generated.From(Programs[name]);
        Assert.DoesNotContain(generated.Diagnostics, static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.NotEmpty(generated.Files);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors) + "\n" + string.Join("\n", generated.Files.Values));
    }

    private static Dictionary<string, string> Bodies() => new()
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
    };

    private static Dictionary<string, string> Unusual() => new()
    {
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
