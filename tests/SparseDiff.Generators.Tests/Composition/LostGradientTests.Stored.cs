namespace SparseDiff.Generators.Tests.Composition;

/// <content>Numbers that the differentiable method has stored before it reads them, and what must not be refused.</content>
public partial class LostGradientTests
{
    private static Dictionary<string, SeparateProgram> Stored => new()
    {
        ["stored by a method that another calls"] = new(After("Store();", "norm", "private float norm; private void Store() => Inner();"), "public partial class M { private void Inner() => norm = Sum(W).ToScalar(); }"),
        ["stored by a tuple"] = new(After("Store();", "norm", "private float norm; private int count;"), "public partial class M { private void Store() => (norm, count) = (Sum(W).ToScalar(), 1); }"),
        ["stored by an exchange"] = new(After("Store();", "norm", "private float norm;"), "public partial class M { private void Store() => System.Threading.Interlocked.Exchange(ref norm, Sum(W).ToScalar()); }"),
        ["stored by a ref argument"] = new(After("Other.Store(this, ref norm);", "norm", "private float norm;"), "public static class Other { public static void Store(M model, ref float norm) => norm = Sum(model.W).ToScalar(); }"),
        ["stored by an out argument of the model"] = new(After("Read(out float norm);", "norm", string.Empty), "public partial class M { private void Read(out float norm) => norm = Sum(W).ToScalar(); }"),
        ["stored in another object"] = new(After("part.Update(this);", "part.Norm", "private readonly Part part = new();"), "public class Part { public float Norm; public void Update(M model) => Norm = Sum(model.W).ToScalar(); }"),
        ["stored in an object that keeps the model"] = new(After("part.Update();", "part.Norm", "private readonly Part part; public M() => part = new(this);"), "public class Part(M model) { public float Norm; public void Update() => Norm = Sum(model.W).ToScalar(); }"),
        ["stored in a static member"] = new(After("Store.Update(this);", "Store.Norm", string.Empty), "public static class Store { public static float Norm; public static void Update(M model) => Norm = Sum(model.W).ToScalar(); }"),
        ["stored in a list"] = new(After("Update();", "norms[0]", "private readonly List<float> norms = [];"), "public partial class M { private void Update() { norms.Clear(); norms.Add(Sum(W).ToScalar()); } }"),
        ["stored by an extension method"] = new(After("this.Update();", "Norm", "public float Norm;"), "public static class Other { public static void Update(this M model) => model.Norm = Sum(model.W).ToScalar(); }"),
        ["stored by a delegate"] = new(After("update();", "norm", "private float norm; private readonly Action update; public M() => update = () => norm = Sum(W).ToScalar();")),
        ["stored by a setter"] = new(After("Seed = n;", "norm", "private float norm;"), "public partial class M { private int Seed { set => norm = value + Sum(W).ToScalar(); } }"),
        ["stored by a method whose number nobody keeps"] = new(After("Update();", "norm", "private float norm;"), "public partial class M { private bool Update() { norm = Sum(W).ToScalar(); return true; } }"),
        ["stored by a getter that is asked"] = new(Reads("Norm", "private float norm;"), "public partial class M { private float Norm { get { Update(); return norm; } } private void Update() => System.Threading.Interlocked.Exchange(ref norm, Sum(W).ToScalar()); }"),
    };

    private static Dictionary<string, SeparateProgram> Settings => new()
    {
        ["a number of steps in another file"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { for (int i = 0; i < Steps; i++) x = Linear(x, W); return x; } }", "public partial class M { private int Steps => 3; }"),
        ["a schedule of numbers"] = new(MayRead("schedule.At(n)", "private readonly ISchedule schedule = new Own(0.5f);"), Schedule, "public class Own(float first) : ISchedule { float ISchedule.At(int n) => first / (n + 1); }"),
        ["a schedule beside another of parameters"] = new(MayRead("Own.At(n)", "private Own Own { get; } = new();"), "public class Own { public float At(int n) => n; } public class Else(M model) { public float At(int n) => Sum(model.W).ToScalar(); }"),
        ["data kept by with"] = new(MayRead("part.Shared", "private readonly Pair part = new Pair(" + Half + ", " + Half + ") with { Shared = " + Half + " };"), Pair),
        ["data beside a parameter in a record"] = new(MayRead("part.Other", "private readonly Pair part; public M() => part = new Pair(W, " + Half + ");"), Pair),
        ["data that a method checks"] = new(MayRead("head", "private readonly Tensor head; public M() => head = Other.Checked(" + Half + ");"), "public static class Other { public static Tensor Checked(Tensor tensor) => tensor; public static Tensor Use(M model) => Checked(model.W); }"),
        ["data of the size of a parameter"] = new(MayRead("head", "private readonly Tensor head; public M() => head = Tensor.Zeros(Device.Reference, W.Rows, W.Columns) + 2;")),
        ["a value that a parameter had"] = new(MayRead("head", "private readonly Tensor head; public M() => head = Tensor.Zeros(Device.Reference, 3, 3) + Sum(W).ToScalar();")),
        ["a generic holder of data"] = new(MayRead("box.Value", "private readonly Box<Tensor> box = new(" + Half + ");"), "public class Box<T>(T value) { public T Value { get; } = value; }"),
        ["data in a tuple"] = new(MayRead("pair.A * pair.B", "private readonly (Tensor A, int B) pair = (" + Half + ", 2);")),
        ["a number of data"] = new(MayRead("part.Norm", "private readonly Holder part = new(" + Half + ");"), Holder),
        ["a number of a list of data"] = new(MayRead("Norm", "private readonly List<Tensor> all = [" + Half + "];"), "public partial class M { private float Norm => all.Sum(tensor => Sum(tensor).ToScalar()); }"),
        ["a number of a dictionary of data"] = new(MayRead("Norm", "private readonly Dictionary<string, Tensor> all = new() { [\"a\"] = " + Half + " };"), "public partial class M { private float Norm => Sum(all[\"a\"]).ToScalar(); }"),
        ["how many parameters a list has"] = new(MayRead("all.Count", "private readonly List<Tensor> all = []; public M() => all.Add(W);")),
        ["a delegate of settings"] = new(MayRead("Rate(n)", "public Func<int, float> Rate { get; set; } = n => n + 1;"), "public static class Start { public static void Set(M model) => model.Rate = n => n * 2; }"),
        ["an event of settings"] = new(MayRead("Asked!(n)", "public event Func<int, float>? Asked; public M() => Asked += n => n + 1;")),
        ["a loop over settings"] = new(MayRead("Total()", "private readonly float[] rates = [1, 2];"), "public partial class M { private float Total() { float sum = 0; foreach (float rate in rates) sum += rate; return sum; } }"),
        ["a default method of settings"] = new(MayRead("((IRated)this).Rate(n)", string.Empty).Replace("class M {", "class M : IRated {", StringComparison.Ordinal), "public interface IRated { float Rate(int n) => n; }"),
        ["a setting that a method stores"] = new("public partial class M { " + W + " private float rate; [Differentiable] public Tensor F(Tensor x, int n) { Store(n);\n return Linear(x, W) * rate; } }", "public partial class M { private void Store(int n) => Inner(n); private void Inner(int n) => (rate, _) = (n + 1, 0); }"),
        ["a setting that an out argument gives"] = new("public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { Read(out float rate);\n return Linear(x, W) * rate; } }", "public partial class M { private void Read(out float rate) => rate = W.Rank; }"),
        ["how many numbers a model learns"] = new(MayRead("Size()", string.Empty), "public partial class M { private float Size() => 1f / ((IModel)(object)this).Parameters.Sum(parameter => parameter.Tensor.Length); }"),
        ["a counter of a method that looks at a parameter"] = new("public partial class M { " + W + " private int count; [Differentiable] public Tensor F(Tensor x, int n) { count = 0; Look();\n return Linear(x, W) * count; } }", "public partial class M { private void Look() { count++; if (Sum(W).ToScalar() > 100) Console.WriteLine(count); } }"),
        ["a log of another file"] = new("public partial class M { " + W + " private float rate = 2; [Differentiable] public Tensor F(Tensor x, int n) { Log();\n return Linear(x, W) * rate; } }", "public partial class M { private string text = string.Empty; private void Log() => text = $\"{Sum(W).ToScalar()}\"; }"),
    };

    private static string After(string statement, string read, string members) => "public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) { " + statement + "\n return Linear(x, W) * " + read + "; // SD1011\n } " + members + "\n}\n";
}
