namespace SparseDiff.Generators.Tests.Composition;

/// <summary>
/// Tensors that plain code computes in other files and assemblies: where that may be with parameters it is refused, and what only keeps a tensor is read as anywhere.
/// </summary>
public class UnreadCodeTests
{
    private const string W = "[Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1);";

    private const string Half = "Tensor.Zeros(Device.Reference, 3, 3) + 0.5f";

    private const string Layer = "public partial class Layer { " + W + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W); public Tensor Twice => W * 2; public Tensor Mask { get; set; } = " + Half + "; public readonly Tensor Table = " + Half + "; public Tensor Late => field ??= W * 2; }";

    private const string InLibrary = "namespace Library { " + Layer + " public record Batch(Tensor Images) { public Tensor Twice => Images * 2; } public class Context { public Layer Layer { get; } = new(); public Tensor Twice => Layer.W * 2; } }";

    private static readonly Dictionary<string, SeparateProgram> Programs = new()
    {
        ["a property in another part"] = new(Model("Linear(x, Twice); // SD1011"), "public partial class M { public Tensor Twice => W * 2; }"),
        ["a property in another part that nobody wants a gradient of"] = new(Model("Linear(x, W) * Twice;"), "public partial class M { [NoGradient] public Tensor Twice => " + Half + "; }"),
        ["a property in another part whose gradient is stopped"] = new(Model("Linear(x, W) * StopGradient(Twice);"), "public partial class M { public Tensor Twice => " + Half + "; }"),
        ["members in another part that keep tensors"] = new(
            Model("Linear(x, W) * Mask * Table * Pair.A * Batch.Images * Batch.Twice;"),
            "public partial class M { public Tensor Mask { get; private set; } = " + Half + "; private readonly Tensor Table = " + Half + "; public (Tensor A, Tensor B) Pair { get; init; } = (" + Half + ", null!); public Batch Batch = new(" + Half + "); } public record Batch(Tensor Images) { public Tensor Twice => Images * 2; }"),
        ["static data in another file"] = new(Model("Linear(x, W) * Data.Half * Data.Made(n);"), "public static class Data { public static Tensor Half => " + Half + "; public static Tensor Made(int n) => Half * n; }"),
        ["a property of a base class"] = new("public partial class M : B {" + " [Differentiable] public Tensor F(Tensor x, int n) => Linear(x, Twice); // SD1011\n}", "public partial class B { " + W + " protected Tensor Twice => W * 2; }"),
        ["a property of another model"] = new(Model("Part.Forward(x) * Part.Twice; // SD1011\n public Layer Part { get; } = new();"), Layer),
        ["what another model keeps"] = new(Model("Part.Forward(x) * Part.Mask * Parts[0].Table; public Layer Part { get; } = new(); public List<Layer> Parts { get; } = [new()];"), Layer),
        ["a method that is given the model"] = new(Model("Linear(x, Other.Twice(this)); // SD1011"), "public static class Other { public static Tensor Twice(M model) => model.W * 2; }"),
        ["an extension method"] = new(Model("Linear(x, this.Twice()); // SD1011"), "public static class Other { public static Tensor Twice(this M model) => model.W * 2; }"),
        ["an extension property"] = new(Model("Linear(x, this.Twice); // SD1011"), "public static class Other { extension(M model) { public Tensor Twice => model.W * 2; } }"),
        ["an extension property in the same file"] = new(Model("Linear(x, this.Twice); // SD1011") + "public static class Other { extension(M model) { public Tensor Twice => model.W * 2; } }"),
        ["a method that is given a parameter"] = new(Model("Linear(x, Other.Twice(W)); // SD1010"), "public static class Other { public static Tensor Twice(Tensor w) => w * 2; }"),
        ["a method that is given a list of parameters"] = new(Model("Linear(x, Other.Twice([W])); // SD1011"), "public static class Other { public static Tensor Twice(Tensor[] w) => w[0] * 2; }"),
        ["a tuple of another part"] = new(Model("Linear(x, Both().A); // SD1011"), "public partial class M { public (Tensor A, Tensor B) Both() => (W * 2, W); }"),
        ["a record of another part in a variable"] = new(Model("0 * W; [Differentiable] public Tensor G(Tensor x) { var both = Both(); // SD1011\n return Linear(x, both.A); }"), "public record Both(Tensor A, Tensor B); public partial class M { public Both Both() => new(W * 2, W); }"),
        ["an indexer of another part"] = new(Model("Linear(x, W) * this[1]; // SD1003"), "public partial class M { public Tensor this[int i] => W * i; }"),
        ["an abstract property"] = new("public abstract partial class B { protected abstract Tensor Scale { get; } [Differentiable] public Tensor G(Tensor x) => Tanh(x) * Scale; // SD1011\n}", "public partial class M : B { " + W + " protected override Tensor Scale => W; [Differentiable] public Tensor F(Tensor x, int n) => G(x) * W; }"),
        ["an abstract property that nobody wants a gradient of"] = new("public abstract partial class B { " + W + " [NoGradient] protected abstract Tensor Scale { get; } [Differentiable] public Tensor G(Tensor x) => Linear(x, W) * Scale; }", "public partial class M : B { protected override Tensor Scale => " + Half + "; [Differentiable] public Tensor F(Tensor x, int n) => G(x) * W; }"),
        ["a property that a derived model makes a parameter"] = new("public partial class B { public virtual Tensor Scale { get; } = " + Half + "; [Differentiable] public Tensor G(Tensor x) => Tanh(x) * Scale; // SD1011\n}", "public partial class M : B { [Parameter] public override Tensor Scale { get; } = Init.KaimingUniform(3, 3, 1); [Differentiable] public Tensor F(Tensor x, int n) => G(x) * Scale; }"),
        ["a property of an interface of models"] = new(Model("Part.Forward(x) * Part.Scale; // SD1011\n public ILayer Part { get; } = null!;"), "public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); Tensor Scale { get; } }"),
        ["an object that is given the model"] = new(Model("Linear(x, new Holder(this).Value); // SD1011"), "public class Holder(M model) { public Tensor Value { get; } = model.W * 2; }"),
        ["a lazy tensor"] = new(Model("Linear(x, W) * late.Value; // SD1011\n private readonly Lazy<Tensor> late; public M() => late = new(() => W * 2);")),
        ["a lazy mask"] = new(Model("Linear(x, W) * late.Value; [NoGradient] private readonly Lazy<Tensor> late = new(() => " + Half + ");")),
        ["a delegate in a member"] = new(Model("Linear(x, both().A); // SD1011\n private readonly Func<(Tensor A, Tensor B)> both; public M() => both = () => (W * 2, W);")),
        ["a conversion to a number"] = new(Model("Linear(x, W) * (float)part; // SD1011\n private readonly Scale part = new();") + "public partial class Scale { " + W + " [Differentiable] public Tensor Forward(Tensor x) => x * W; public static explicit operator float(Scale scale) => Sum(scale.W).ToScalar(); }"),
        ["numbers of a method that add up"] = new(Model("0 * W; private float Norm() => Sum(W).ToScalar(); [Differentiable] public Tensor G(Tensor x) { float k = 0; for (int i = 0; i < 2; i++) k += Norm();\n return Linear(x, W) * k; // SD1011\n }")),
        ["a partial property"] = new(Model("Linear(x, Twice); // SD1011\n public partial Tensor Twice { get; }"), "public partial class M { public partial Tensor Twice => W * 2; }"),
        ["a partial property in one file"] = new(Model("Linear(x, Twice); // SD1011\n public partial Tensor Twice { get; } public partial Tensor Twice => W * 2;")),
        ["by way of a property that is read"] = new(Model("Linear(x, Fourfold); // SD1011\n private Tensor Fourfold => Twice * 2;"), "public partial class M { public Tensor Twice => W * 2; }"),
        ["a static property of models"] = new(Model("Linear(x, W) * Shared.Twice; // SD1011"), Layer + "public static class Shared { public static Dictionary<string, Layer> Models { get; } = []; public static Tensor Twice => Models[\"a\"].W * 2; }"),
        ["a property of a referenced model"] = new(Model("Part.Mask * Part.Twice * W; // SD1011\n public Library.Layer Part { get; } = new();")) { Library = InLibrary },
        ["a late property of a referenced model"] = new(Model("Part.Mask * Part.Late * W; // SD1011\n public Library.Layer Part { get; } = new();")) { Library = InLibrary },
        ["a property of a referenced base"] = new("public partial class M : Library.Layer { [Differentiable] public Tensor F(Tensor x, int n) => Forward(x) * Twice; // SD1011\n}") { Library = InLibrary },
        ["an object of a referenced assembly that holds a model"] = new(Model("Linear(x, W) * context.Twice; // SD1011\n private readonly Library.Context context = new();")) { Library = InLibrary },
        ["what a referenced model and record keep"] = new(Model("Linear(x, W) * Part.Mask * Part.Table * batch.Images * batch.Twice; public Library.Layer Part { get; } = new(); private readonly Library.Batch batch = new(" + Half + ");")) { Library = InLibrary },
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void No_gradient_is_lost_in_code_that_is_not_read(string name) => Programs[name].Check(name);

    private static string Model(string result) => "public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) => " + result + "\n}\n";
}
