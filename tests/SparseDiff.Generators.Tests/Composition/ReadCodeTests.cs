namespace SparseDiff.Generators.Tests.Composition;

/// <summary>
/// Plain code of the project, in whichever file, that a differentiable method reaches: it is read, so that numbers and tensors which it computes with parameters, and parameters under other
/// names, are refused, and settings and tables are not.
/// </summary>
public class ReadCodeTests
{
    private const string W = "[Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1);";

    private const string Half = "Tensor.Zeros(Device.Reference, 3, 3) + 0.5f";

    private const string Layer = "public class Layer(Tensor shared) { public Tensor Shared { get; } = shared; public int Size => Shared.Length; }";

    private static readonly Dictionary<string, SeparateProgram> Programs = new()
    {
        ["a number that another part computes with a parameter"] = new(Model("Linear(x, W) * Norm(); // SD1011"), "public partial class M { private float Norm() => Sum(W).ToScalar(); }"),
        ["a setting of another part"] = new(Model("Linear(x, W) * Rate;"), "public partial class M { private float Rate => 0.5f; }"),
        ["a setting that depends on a shape"] = new(Model("Linear(x, W) * Scale();"), "public partial class M { private float Scale() => 1f / W.Shape[0]; }"),
        ["a setting with a body"] = new(Model("Linear(x, W) * Rate;"), "public partial class M { private int step; private float Rate { get { return step > 3 ? 0.1f : 0.5f; } } public void Advance() => step++; }"),
        ["a number of a base class"] = new("public partial class M : B { [Differentiable] public Tensor F(Tensor x, int n) => Linear(x, W) * Norm; // SD1011\n}", "public partial class B { " + W + " protected float Norm => Sum(W).ToScalar(); }"),
        ["a number by way of three files"] = new(Model("Linear(x, W) * First(); // SD1011"), "public partial class M { private float First() => Second() * 2; }", "public partial class M { private float Second() => Helper.Norm(this); }", "public static class Helper { public static float Norm(M model) => Sum(model.W).ToScalar(); }"),
        ["a setting by way of three files"] = new(Model("Linear(x, W) * First();"), "public partial class M { private float First() => Second() * 2; }", "public partial class M { private float Second() => Helper.Rate(this); }", "public static class Helper { public static float Rate(M model) => model.W.Rank; }"),
        ["a number of an extension method"] = new(Model("Linear(x, W) * this.Norm(); // SD1011"), "public static class Other { public static float Norm(this M model) => Sum(model.W).ToScalar(); }"),
        ["numbers that call each other"] = new(Model("Linear(x, W) * Even(n); // SD1011"), "public partial class M { private float Even(int n) => n == 0 ? 1 : Odd(n - 1); private float Odd(int n) => n == 0 ? Sum(W).ToScalar() : Even(n - 1); }"),
        ["settings that call each other"] = new(Model("Linear(x, W) * Even(n);"), "public partial class M { private float Even(int n) => n == 0 ? 1 : Odd(n - 1); private float Odd(int n) => n == 0 ? 2 : Even(n - 1); }"),
        ["a condition on a number of another part"] = new(Model("Linear(x, Norm() > 1 ? W : W * 2);"), "public partial class M { private float Norm() => Sum(W).ToScalar(); }"),
        ["an abstract number that a part computes with a parameter"] = new("public abstract partial class B { protected abstract float Scale { get; } [Differentiable] public Tensor G(Tensor x) => Tanh(x) * Scale; // SD1011\n}", "public partial class M : B { " + W + " protected override float Scale => Sum(W).ToScalar(); [Differentiable] public Tensor F(Tensor x, int n) => G(x) * W; }"),
        ["an abstract setting"] = new("public abstract partial class B { " + W + " protected abstract float Scale { get; } [Differentiable] public Tensor G(Tensor x) => Linear(x, W) * Scale; }", "public partial class M : B { protected override float Scale => 0.5f; [Differentiable] public Tensor F(Tensor x, int n) => G(x); }"),
        ["a tensor that another part computes from data"] = new(Model("Linear(x, W) * Table;"), "public partial class M { private Tensor Table => " + Half + "; }"),
        ["a parameter that another object keeps"] = new(Model("Linear(x, W) * layer.Shared; // SD1011\n private readonly Layer layer; public M() => layer = new Layer(W);"), Layer),
        ["data that another object keeps"] = new(Model("Linear(x, W) * layer.Shared * layer.Size; private readonly Layer layer = new Layer(" + Half + ");"), Layer),
        ["a parameter that an object's method is given"] = new(Model("Linear(x, W) * layer.Shared!; // SD1011\n private readonly Bound layer = new(); public M() => layer.Bind(W);"), "public class Bound { public Tensor? Shared { get; private set; } public void Bind(Tensor shared) => Shared = shared; }"),
        ["a member that an initializer sets to a parameter"] = new(Model("Linear(x, W) * layer.Shared; // SD1011\n private readonly Open layer; public M() => layer = new Open { Shared = W };"), "public class Open { public required Tensor Shared { get; init; } }"),
        ["a member that another part sets to a parameter"] = new(Model("Linear(x, W) * Head; // SD1011\n public Tensor Head { get; set; } = " + Half + ";"), "public partial class M { public void Tie() => Head = W; }"),
        ["a member that a program sets to a parameter"] = new(Model("Linear(x, W) * Head; // SD1011\n public Tensor Head { get; set; } = " + Half + ";"), "public static class Start { public static void Tie(M model) => model.Head = model.W; }"),
        ["a member that a program sets to data"] = new(Model("Linear(x, W) * Head; public Tensor Head { get; set; } = " + Half + ";"), "public static class Start { public static void Tie(M model) => model.Head = " + Half + "; }"),
        ["a list to which a program adds a parameter"] = new(Model("Linear(x, W) * Heads[0]; // SD1003\n public List<Tensor> Heads { get; } = [];"), "public static class Start { public static void Tie(M model) => model.Heads.Add(model.W); }"),
        ["a member of the same name elsewhere"] = new(Model("Linear(x, W) * Head; public Tensor Head { get; set; } = " + Half + ";"), "public class Other { public Tensor? Head { get; set; } public void Tie(M model) => Head = model.W; }"),
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void No_gradient_is_lost_in_code_of_other_files(string name) => Programs[name].Check(name);

    private static string Model(string result) => "public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) => " + result + "\n}\n";
}
