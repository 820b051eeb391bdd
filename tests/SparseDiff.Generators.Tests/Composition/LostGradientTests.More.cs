namespace SparseDiff.Generators.Tests.Composition;

/// <content>Code that the differentiable method itself runs without a call, members of looser types, and settings of daily use.</content>
public partial class LostGradientTests
{
    private const string Norms = "public class Norms(M model) { public IEnumerator<float> GetEnumerator() { yield return Sum(model.W).ToScalar(); } public int Length => 1; public float this[int i] => i + Sum(model.W).ToScalar(); }";

    private static Dictionary<string, SeparateProgram> More => new()
    {
        ["a loop over numbers of a parameter"] = new("public partial class M { " + W + " private readonly Norms norms; public M() => norms = new(this); [Differentiable] public Tensor F(Tensor x, int n) { foreach (float norm in norms)\n x = x * norm; // SD1011\n return Linear(x, W); } }", Norms),
        ["a deconstruction of the model"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { var (norm, _) = this;\n return Linear(x, W) * norm; // SD1011\n } }", "public partial class M { public void Deconstruct(out float norm, out int count) => (norm, count) = (Sum(W).ToScalar(), 1); }"),
        ["a number from the end"] = new(Reads("norms[^1]", "private readonly Norms norms; public M() => norms = new(this);"), Norms),
        ["a number from the end in plain code"] = new(Reads("Last()", "private readonly Norms norms; public M() => norms = new(this); private float Last() => norms[^1];"), Norms),
        ["a pattern of the model"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { if (this is { Norm: var norm })\n return Linear(x, W) * norm; // SD1011\n return x; } }", "public partial class M { private float Norm => Sum(W).ToScalar(); }"),
        ["a step of an operator"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { var norm = new Norm { Model = this }; norm++;\n return Linear(x, W) * norm.Value; // SD1011\n } }", "public class Norm { public float Value; public required M Model; public static Norm operator ++(Norm norm) => new() { Model = norm.Model, Value = Sum(norm.Model.W).ToScalar() }; }"),
        ["a compound operator"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { var norm = new Norm(); norm += this;\n return Linear(x, W) * norm.Value; // SD1011\n } }", "public class Norm { public float Value; public static Norm operator +(Norm norm, M model) => new() { Value = Sum(model.W).ToScalar() }; }"),
        ["an object that is a tensor"] = new(Reads("(Tensor)head", "private readonly object head; public M() => head = W;")),
        ["an object that is a tensor in plain code"] = new(Reads("Norm", "private readonly object head; public M() => head = W;"), "public partial class M { private float Norm => Sum((Tensor)head).ToScalar(); }"),
        ["a list of objects"] = new(Reads("Norm", "private readonly List<object> all = []; public M() => all.Add(W);"), "public partial class M { private float Norm => Sum((Tensor)all[0]).ToScalar(); }"),
        ["a weak reference"] = new(Reads("Norm()", "private readonly WeakReference<Tensor> weak; public M() => weak = new(W);"), "public partial class M { private float Norm() => weak.TryGetTarget(out var tensor) ? Sum(tensor).ToScalar() : 1; }"),
        ["a value of the thread"] = new(Reads("Norm", "private readonly System.Threading.AsyncLocal<Tensor> local = new(); public M() => local.Value = W;"), "public partial class M { private float Norm => Sum(local.Value!).ToScalar(); }"),
        ["an exchange of two members"] = new(Reads("two", "private Tensor one; private Tensor two = " + Half + "; public M() { one = W; (one, two) = (two, one); }")),
        ["a delegate of an initializer"] = new(Reads("rates.Rate(n)", "private readonly Rates rates; public M() => rates = new() { Rate = n => Sum(W).ToScalar() };"), "public class Rates { public required Func<int, float> Rate { get; init; } }"),
        ["a nullable struct"] = new(Reads("bag!.Value.Shared", "private readonly Bag? bag; public M() => bag = new Bag { Shared = W };"), "public struct Bag { public Tensor Shared; }"),
        ["a holder behind a base type"] = new(Reads("Norm", "private readonly object part; public M() => part = new Holder(W);"), Holder, "public partial class M { private float Norm => ((Holder)part).Norm; }"),
        ["a number of a base's own list"] = new("public partial class M : Base { " + W + " public M() => Register(W); [Differentiable] public Tensor F(Tensor x, int n) => Linear(x, W) * Norm; // SD1011\n}", "public abstract class Base { private readonly List<Tensor> all = []; protected void Register(params Tensor[] tensors) => all.AddRange(tensors); protected float Norm => all.Sum(tensor => Sum(tensor).ToScalar()); }"),
        ["a member that a constructor of two arguments sets"] = new(Reads("part.Second", "private readonly Two part; public M() => part = new(" + Half + ", W);"), "public class Two { public Tensor First, Second; public Two(Tensor first, Tensor second) { First = first; Second = second; } }"),
        ["a size"] = new(MayRead("Scale", string.Empty), "public partial class M { private float Scale => 1 / MathF.Sqrt(W.Columns); }"),
        ["an object of sizes"] = new(MayRead("sizes.Rows", "private readonly Sizes sizes; public M() => sizes = new(W);"), "public class Sizes(Tensor tensor) { public int Rows { get; } = tensor.Rows; }"),
        ["an object that knows the model"] = new(MayRead("context.Rate", "private readonly Context context; public M() => context = new(this);"), "public class Context(M model) { public M Model => model; public float Rate { get; set; } = 0.5f; }"),
        ["the first of two tensors"] = new(MayRead("part.First", "private readonly Two part; public M() => part = new(" + Half + ", W);"), "public class Two { public Tensor First, Second; public Two(Tensor first, Tensor second) { First = first; Second = second; } }"),
        ["a table that is computed once"] = new(MayRead("Table", "private Tensor? table;"), "public partial class M { private Tensor Table => table ??= Make(3); private static Tensor Make(int size) { var values = new float[size * size]; for (int i = 0; i < values.Length; i++) values[i] = i; return Tensor.From(values, [size, size], Device.Reference); } }"),
        ["a trainer of the parameters"] = new(MayRead("Rate", "public float Rate { get; set; } = 0.5f;"), "public class Trainer(M model) { private readonly List<Tensor> all = [model.W]; public void Step() { model.Rate *= 0.9f; foreach (var tensor in all) Console.WriteLine(Sum(tensor).ToScalar()); } }"),
        ["a random number"] = new("public partial class M { " + W + " private readonly Random random = new(1); [Differentiable] public Tensor F(Tensor x, int n) => Linear(x, W) * (1 + 0 * random.Next()); }"),
        ["an enum and a switch"] = new(MayRead("Factor()", "public Kind Kind { get; set; }"), "public enum Kind { One, Two } public partial class M { private float Factor() => Kind switch { Kind.One => 1, _ => 2 }; }"),
        ["settings from a dictionary"] = new(MayRead("settings[\"a\"]", "private readonly Dictionary<string, float> settings = new() { [\"a\"] = 2 };")),
        ["an object of settings that is created"] = new(MayRead("new Options(n).Rate", string.Empty), "public class Options { public Options(int n) => Rate = n + 1; public float Rate { get; } }"),
        ["a mask in a list of holders"] = new(MayRead("masks.First!.Shared", "private readonly Masks masks = new(); public M() => masks.Put(new Holder(" + Half + "));"), Holder, "public class Masks { public Holder? First { get; private set; } public void Put(Holder holder) => First = holder; }"),
    };
}
