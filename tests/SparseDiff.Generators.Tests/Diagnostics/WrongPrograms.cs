namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>Programs that cannot be differentiated. A comment <c>// SDxxxx</c> stands on every line that must be reported, and nowhere else.</summary>
internal static class WrongPrograms
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using SparseDiff;
        using static SparseDiff.Ops;

        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["a class that is not partial"] = Head + """
            public class M // SD1001
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["an outer class that is not partial"] = Head + """
            public class Outer // SD1001
            {
                public static partial class M
                {
                    [Differentiable] public static Tensor F(Tensor x) => Relu(x);
                }
            }
            """,
        ["a struct with a model in it"] = Head + """
            public partial struct M // SD1009
            {
                [Parameter] public Tensor W;
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a file-local class"] = Head + """
            file static partial class M // SD1009
            {
                [Differentiable] public static Tensor F(Tensor x) => Relu(x);
            }
            """,
        ["an interface"] = Head + """
            public partial interface IM // SD1009
            {
                [Differentiable] static Tensor F(Tensor x) => Relu(x);
            }
            """,
        ["a shape that is no list of dimensions"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F([Shape("batch x inputs")] Tensor x) => Relu(x); // SD2040
            }
            """,
        ["a layer whose inputs are another layer's outputs by no declaration"] = Head + """
            public partial class M
            {
                [Parameter, Shape("hidden, inputs")] public Tensor W1 { get; } = Tensor.Zeros(3, 2);
                [Parameter, Shape("classes, inputs")] public Tensor W2 { get; } = Tensor.Zeros(4, 2);

                [Differentiable]
                public Tensor F([Shape("batch, inputs")] Tensor x)
                {
                    var h = Relu(Linear(x, W1));
                    return Linear(h, W2); // SD2041
                }
            }
            """,
        ["declared shapes that do not broadcast"] = Head + """
            public static partial class M
            {
                [Differentiable]
                public static Tensor F([Shape("batch, inputs")] Tensor x, [Shape("outputs")] Tensor scale) =>
                    Mean(x * scale); // SD2041
            }
            """,
        ["a rank that an operation does not take"] = Head + """
            public static partial class M
            {
                [Differentiable]
                public static Tensor F([Shape("batch, inputs")] Tensor x, [Shape("inputs")] Tensor w) =>
                    Linear(x, w); // SD2041
            }
            """,
        ["a result that is not of the declared shape"] = Head + """
            public static partial class M
            {
                [Differentiable]
                [return: Shape("batch, inputs")]
                public static Tensor F([Shape("batch, inputs")] Tensor x, [Shape("outputs, inputs")] Tensor w) => // SD2041
                    Linear(x, w);
            }
            """,
        ["points that let everything pass"] = Head + """
            public partial class M
            {
                [Parameter, Shape("10, inputs")] public Tensor W { get; } = Tensor.Zeros(10, 2);

                [Differentiable]
                public Tensor F([Shape("batch, inputs")] Tensor x)
                {
                    var a = Sparsify.TopK(Linear(x, W), 1f); // SD3030
                    var b = Sparsify.TopK(Linear(x, W), 10); // SD3030
                    return Mean(a * b);
                }
            }
            """,
        ["a point right after a point"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(3, 2);

                [Differentiable]
                public Tensor F(Tensor x) => Mean(Sparsify.TopK(Sparsify.TopK(Linear(x, W), 0.5f), 0.1f)); // SD3031 // SD3004
            }
            """,
        ["a model derived from a model"] = Head + """
            public partial class Base
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            }

            public partial class Derived : Base // SD1009
            {
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, V);
            }
            """,
        ["a loop over tensors"] = InModel("""
            foreach (var y in Many) // SD1002
                    x = Relu(y);
                return Linear(x, W);
            """),
        ["a jump"] = InModel("""
            again: // SD1002
                x = Relu(x);
                if (x.Rank > 3)
                    goto again;
                return Linear(x, W);
            """),
        ["a try statement"] = InModel("""
            try // SD1002
                {
                    return Linear(x, W);
                }
                finally
                {
                }
            """),
        ["a local function"] = InModel("""
            Tensor Twice(Tensor y) => y + y; // SD1002
                return Linear(x, W);
            """),
        ["a using declaration"] = InModel("""
            using var stream = new System.IO.MemoryStream(); // SD1002
                return Linear(x, W);
            """),
        ["an assignment to a member"] = InModel("""
            Kept = Linear(x, W); // SD1002
                return Kept;
            """),
        ["a deconstruction of an object"] = InModel("""
            (int a, int b) = new System.Collections.Generic.KeyValuePair<int, int>(1, 2); // SD1002
                return Linear(x, W);
            """),
        ["a model that is no member"] = Head + """
            public partial class Inner
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x, Inner inner) => Linear(inner.F(x), W); // SD1016
            }
            """,
        ["a model that is made in the method"] = Head + """
            public partial class Inner
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
                [Differentiable] public Tensor G(Tensor x) => new Inner().F(x); // SD1016
            }
            """,
        ["a method that calls itself"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(F(x), W); // SD1017
            }
            """,
        ["methods that call each other"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(G(x), W); // SD1017
                [Differentiable] public static Tensor H(Tensor x) => Relu(x);
                [Differentiable] public Tensor G(Tensor x) => H(F(x)); // SD1017
            }
            """,
        ["a sparse gradient that enters a method"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Sparsify.TopK(G(x), 1); // SD1019
                [Differentiable] public Tensor G(Tensor x) => Linear(x, W);
            }
            """,
        ["a differentiable method without its tensor"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => G(x, null); // SD1020
                [Differentiable] public Tensor G(Tensor x, Tensor? b) => Linear(x, W, b);
            }
            """,
        ["a throw"] = InModel("""
            throw new InvalidOperationException(); // SD1002
            """),
        ["a list of tensors"] = InModel("""
            var all = new List<Tensor> { x }; // SD1002
                return Linear(x, W);
            """),
        ["a null test"] = InModel("""
            return Linear(Kept ?? x, W); // SD1003
            """),
        ["an element of an array of tensors"] = InModel("""
            return Linear(Many[0], W); // SD1003
            """),
        ["a switch between tensors that may fit nothing"] = InModel("""
            return Linear(x.Rank switch { 2 => x, 3 => Relu(x) }, W); // SD1003
            """),
        ["an assignment inside an expression"] = InModel("""
            return Linear(x = Relu(x), W); // SD1003
            """),
        ["a destination of one's own"] = InModel("""
            return Relu(Linear(x, W), into: new Workspace()[0]); // SD1003
            """),
        ["a generic method"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F<T>(Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an async method"] = Head + """
            public static partial class M
            {
                [Differentiable] public static async Task<Tensor> F(Tensor x) { await Task.Yield(); return Relu(x); } // SD1004
            }
            """,
        ["a ref argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(ref Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an out argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, out int n) { n = 1; return Relu(x); } // SD1004
            }
            """,
        ["a span argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, ReadOnlySpan<float> values) => Relu(x); // SD1004
            }
            """,
        ["an array of tensors as argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor[] all, Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an abstract method"] = Head + """
            public abstract partial class M
            {
                [Differentiable] public abstract Tensor F(Tensor x); // SD1004
            }
            """,
        ["a result that is a number"] = Head + """
            public static partial class M
            {
                [Differentiable] public static float F(Tensor x) => Sum(x).ToScalar(); // SD1005
            }
            """,
        ["no result"] = Head + """
            public static partial class M
            {
                [Differentiable] public static void F(Tensor x) { } // SD1005
            }
            """,
        ["a parameter that is a number"] = Head + """
            public partial class M
            {
                [Parameter] public float W { get; } // SD1006
            }
            """,
        ["a static parameter"] = Head + """
            public partial class M
            {
                [Parameter] public static Tensor W { get; } = Tensor.Zeros(2); // SD1006
            }
            """,
        ["a parameter that cannot be read"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { set { } } // SD1006
            }
            """,
        ["a taken name of the method"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public void LossForward() { } // SD1007
                [Differentiable] public Tensor Loss(Tensor x) => Linear(x, W);
            }
            """,
        ["a taken name of the type"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public int Gradients => 1; // SD1007
            }
            """,
        ["a parameter named like a member of the gradients"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor Entries { get; } = Tensor.Zeros(2, 2); // SD1007
            }
            """,
        ["a method without parameters in it"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Relu(x); // SD1008
            }
            """,
        ["a static method without tensors"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(float x) => Tensor.Full(x, 2); // SD1008
            }
            """,
        ["an argument that is not used"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, Tensor y) => Relu(x); // SD1008
            }
            """,
        ["a method that is no operation"] = Head + """
            public static partial class M
            {
                public static Tensor Twice(Tensor x) => x + x;
                [Differentiable] public static Tensor F(Tensor x) => Twice(x); // SD1010
            }
            """,
        ["a method of another object"] = InModel("""
            return Linear(Twice(x), W); // SD1010
            """),
        ["a number read from a tensor"] = InModel("""
            var y = Linear(x, W);
                return y * y.ToScalar(); // SD1011
            """),
        ["a number read from a parameter"] = InModel("""
            float w = W.ToArray()[0]; // SD1011
                return Linear(x, W) * w;
            """),
        ["a private type that must be kept"] = Head + """
            public partial class M
            {
                private enum Mode { A, B }
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private Mode Current => Mode.B;
                [Differentiable] public Tensor F(Tensor x)
                {
                    Mode mode = Current; // SD1012
                    return Linear(x, W);
                }
            }
            """,
        ["two methods of one name"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x) => Relu(x); // SD1013
                [Differentiable] public static Tensor F(Tensor x, float y) => Relu(x) * y; // SD1013
            }
            """,
        ["a parameter of another model"] = Head + """
            public partial class Layer
            {
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
            }

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Layer Inner { get; } = new();
                [Differentiable] public Tensor F(Tensor x) => Linear(Linear(x, W), Inner.V); // SD1014
            }
            """,
        ["a method that does not compile"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x) => Unknown(x); // SD1015
            }
            """,
        ["an operation without rules"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
            """, "Mirror(x)", "SD2001"),
        ["an operation without a rule for one argument"] = WithOperations("""
                public static Tensor Mix(Tensor x, Tensor y, Slot into = default) => x;
                [VjpOf(nameof(Mix), "y")] public static Tensor MixVjpY(Tensor dY) => dY;
            """, "Mix(x, x)", "SD2001"),
        ["two rules that fit"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] public static Tensor First(Tensor dY) => dY;
                [VjpOf(nameof(Mirror), "x")] public static Tensor Second(Tensor dY) => dY;
            """, "Mirror(x)", "SD2002"),
        ["a rule for an operation that does not exist"] = WithOperations("""
                [VjpOf("Mirrow", "x")] public static Tensor MirrorVjp(Tensor dY) => dY; // SD2003
            """, "Relu(x)", ""),
        ["a rule for an argument that does not exist"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "z")] public static Tensor MirrorVjp(Tensor dY) => dY; // SD2003
            """, "Relu(x)", ""),
        ["a rule that reads what the operation has not"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] public static Tensor MirrorVjp(Tensor dY, Tensor weights) => dY; // SD2003
            """, "Relu(x)", ""),
        ["a rule without a cotangent"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] public static Tensor MirrorVjp(Tensor x) => x; // SD2004
            """, "Relu(x)", ""),
        ["a rule with a strange cotangent"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] public static Tensor MirrorVjp(float dY) => Tensor.Scalar(dY); // SD2004
            """, "Relu(x)", ""),
        ["a rule that returns nothing"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] public static void MirrorVjp(Tensor dY) { } // SD2004
            """, "Relu(x)", ""),
        ["a private rule"] = WithOperations("""
                public static Tensor Mirror(Tensor x) => x;
                [VjpOf(nameof(Mirror), "x")] private static Tensor MirrorVjp(Tensor dY) => dY; // SD2004
            """, "Relu(x)", ""),
        ["a lane struct without the operation"] = WithOperations("""
                public struct Empty;
                [Elementwise(typeof(Empty))] public static Tensor Mirror(Tensor x) => x; // SD2005
            """, "Relu(x)", ""),
        ["a ratio above one"] = InModel("""
            return Sparsify.TopK(Linear(x, W), 1.5f); // SD3001
            """),
        ["a negative ratio in a sample"] = InModel("""
            return Sparsify.SampledK(Linear(x, W), -0.1f); // SD3001
            """),
        ["a ratio above one in an attribute"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                [TopK(5.0)] // SD3001
                public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a count below one in an attribute"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                [TopK(0)] // SD3002
                public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["an attribute that names no member"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                [TopK("Ratio")] // SD3040
                public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["attributes that name members of the wrong types"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public double Ratio { get; set; } = 0.1;
                public int K { get; set; } = 1;
                [Differentiable]
                [TopK(nameof(Ratio))] // SD3040
                [Threshold(nameof(K))] // SD3040
                [SelectBy(nameof(K))] // SD3040
                public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a static method whose attribute names a member of an object"] = Head + """
            public partial class M
            {
                public float Ratio { get; set; } = 0.1f;
                [Differentiable]
                [TopK(nameof(Ratio))] // SD3040
                public static Tensor F(Tensor x, Tensor w) => Linear(x, w);
            }
            """,
        ["a selection of nothing"] = InModel("""
            return Sparsify.TopK(Linear(x, W), 0); // SD3002
            """),
        ["attributes on parameters that make no sense there"] = Head + """
            public partial class M
            {
                [Parameter, TopK(0.1, Scope = SelectionScope.Columns)] public Tensor W { get; } = Tensor.Zeros(2, 2); // SD3003
                [Parameter, TopK(1.5)] public Tensor V { get; } = Tensor.Zeros(2, 2); // SD3001
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["two attributes on a parameter"] = Head + """
            public partial class M
            {
                [Parameter, TopK(0.1), DgcK(0.1)] public Tensor W { get; } = Tensor.Zeros(2, 2); // SD3003
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a parameter whose attribute names no member"] = Head + """
            public partial class M
            {
                [Parameter, TopK("Ratio")] public Tensor W { get; } = Tensor.Zeros(2, 2); // SD3040
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a choice among one operand"] = InModel("""
            return Sparsify.MaxChild(Relu(Linear(x, W))); // SD3041
            """),
        ["a sparse gradient without a sparse rule"] = InModel("""
            var y = Softmax(Linear(x, W)); // SD3004
                return Sparsify.TopK(y, 1); // SD3032
            """),
        ["a point before which nothing needs a gradient"] = InModel("""
            return Linear(Sparsify.TopK(x, 1), W); // SD3005
            """),
        ["a point whose result is not used"] = InModel("""
            var y = Linear(x, W);
                var z = Sparsify.TopK(y, 1); // SD3005
                return y;
            """),
        ["a scalar function of an object"] = Head + """
            public partial class M
            {
                private float scale = 2;
                [Differentiable] public float F(float x) => x * scale; // SD1040
            }
            """,
        ["a scalar function without a number to differentiate for"] = Function("[Differentiable] public static float F(int n) => n;  // SD1008"),
        ["a scalar function whose numbers want no gradient"] = Function("[Differentiable] public static float F([NoGradient] float x) => x * x; // SD1008"),
        ["a scalar function with an argument by reference"] = Function("[Differentiable] public static float F(ref float x) => x * x; // SD1004"),
        ["a generic scalar function"] = Function("[Differentiable] public static float F<T>(float x) => x * x; // SD1004"),
        ["a scalar function without a body"] = Function("[Differentiable] public static extern float F(float x); // SD1004"),
        ["a scalar function whose derivative's name is taken"] = Function("""
            [Differentiable] public static float F(float x) => x * x;
            public static float FJvp => 1; // SD1007
            """),
        ["a scalar function that calls an unknown function"] = Function("[Differentiable] public static float F(float x) => Plain(x) * x; // SD1042"),
        ["a number that goes through a tuple"] = Function("""
            [Differentiable] public static float F(float x)
            {
                var pair = (x * x, x); // SD1042
                return pair.Item1;
            }
            """),
        ["a number that goes through a local array"] = Function("""
            [Differentiable] public static float F(float x)
            {
                float[] both = [x, x * x]; // SD1042
                return both[0];
            }
            """),
        ["a number that goes through a decimal"] = Function("[Differentiable] public static double F(double x) => (double)((decimal)x * 2); // SD1042"),
        ["a written element"] = Function("""
            [Differentiable] public static float F(float[] xs)
            {
                xs[0] = 1; // SD1041
                return xs[0];
            }
            """),
        ["an assignment inside an expression of a scalar function"] = Function("""
            [Differentiable] public static float F(float x)
            {
                float y;
                return x * (y = x); // SD1041
            }
            """),
        ["a step inside an index"] = Function("""
            [Differentiable] public static float F(float[] xs, int i) => xs[i++]; // SD1041
            """),
        ["a scalar function that writes to the console"] = Function("""
            [Differentiable] public static float F(float x)
            {
                Console.WriteLine(x); // SD1041
                return x;
            }
            """),
        ["a try in a scalar function"] = Function("""
            [Differentiable] public static float F(float x)
            {
                try { return x; } finally { } // SD1041
            }
            """),
        ["a goto in a scalar function"] = Function("""
            [Differentiable] public static float F(float x)
            {
                goto end; // SD1041
            end:
                return x;
            }
            """),
        ["a local function in a scalar function"] = Function("""
            [Differentiable] public static float F(float x)
            {
                float Twice(float y) => 2 * y; // SD1041
                return Twice(x);
            }
            """),
        ["a lambda in a scalar function"] = Function("""
            [Differentiable] public static float F(float x)
            {
                Func<float, float> twice = y => 2 * y; // SD1041
                return twice(x);
            }
            """),
        ["an out argument in a scalar function"] = Function("""
            [Differentiable] public static float F(float x, string text)
            {
                int n = int.TryParse(text, out int m) ? m : 0; // SD1041
                return x * n;
            }
            """),
        ["a foreach over a list in a scalar function"] = Function("""
            [Differentiable] public static float F(float x, List<float> list)
            {
                foreach (float y in list) // SD1041
                    x = x * y;
                return x;
            }
            """),
        ["a break in the middle of a switch section"] = Function("""
            [Differentiable] public static float F(float x, int n)
            {
                switch (n)
                {
                    case 1:
                        if (x > 0)
                            break; // SD1041
                        x = x * x;
                        break;
                }
                return x;
            }
            """),
        ["a switch expression without a last arm"] = Function("""
            [Differentiable] public static float F(float x, bool up) => up switch { true => x, false => -x }; // SD1041
            """),
        ["a function that calls itself"] = Function("[Differentiable] public static float F(float x, int n) => n == 0 ? 1 : x * F(x, n - 1); // SD1043"),
        ["functions that call each other"] = Function("""
            [Differentiable] public static float F(float x, int n) => n == 0 ? 1 : x * G(x, n - 1); // SD1043
            [Differentiable] public static float G(float x, int n) => n == 0 ? x : F(x, n - 1); // SD1043
            """),
        ["a scalar function that does not compile"] = Function("[Differentiable] public static float F(float x) => Unknown(x); // SD1015"),
        ["a loop that is mapped"] = Function("""
            [Differentiable] public static float G(float x) { while (x > 1) x /= 2; return x; }
            [Differentiable] public static Tensor F(Tensor x) => Map(x, G); // SD2006
            """),
        ["a function of doubles that is computed in floats"] = Function("""
            [Differentiable] public static float G(float x) => (float)Math.Exp(x);
            [Differentiable] public static Tensor F(Tensor x) => Map(x, G); // SD2006
            """),
        ["a function that calls one with a loop and is mapped"] = Function("""
            [Differentiable] public static float H(float x) { for (int i = 0; i < 3; i++) x = x * x; return x; }
            [Differentiable] public static float G(float x) => H(x) * x;
            [Differentiable] public static Tensor F(Tensor x) => Map(x, G); // SD2006
            """),
        ["a mapped function without a derivative"] = Function("[Differentiable] public static Tensor F(Tensor x) => Map(x, Plain); // SD2006"),
        ["a lambda that reads an integer"] = Function("[Differentiable] public static Tensor F(Tensor x, int n) => Map(x, v => v * n); // SD2006"),
        ["a lambda that reads a member"] = Function("""
            public static float Scale = 2;
            [Differentiable] public static Tensor F(Tensor x) => Map(x, v => v * Scale); // SD2006
            """),
        ["a lambda with an assignment inside"] = Function("[Differentiable] public static Tensor F(Tensor x) => Map(x, v => v * (v = 2)); // SD1041"),
        ["a delegate that is mapped"] = Function("""
            [Differentiable] public static Tensor F(Tensor x, Func<float, float> g) => Map(x, g); // SD2006
            """),
        ["an attribute without a linear operation"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                [TopK(0.1)] // SD3006
                public Tensor F(Tensor x) => x * W;
            }
            """,
        ["an attribute for a point that does not exist"] = Head + """
            [Marker("Nowhere")] public sealed class NowhereAttribute(int k) : Attribute { public int K => k; }

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                [Nowhere(3)] // SD3007
                public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a scope that only the run knows"] = Head + """
            public partial class M
            {
                public SelectionScope Scope { get; set; }
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable]
                public Tensor F(Tensor x) => Sparsify.TopK(Linear(x, W), 0.5f, Scope); // SD3008
            }
            """,
    };

    private static string Function(string function) => Head + $$"""
        public static partial class M
        {
            private static float Plain(float x) => x;

        {{function}}
        }
        """;

    private static string InModel(string body) => Head + """
        public partial class M
        {
            private Tensor? Kept;
            private readonly Tensor[] Many = [];
            [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            public Tensor Twice(Tensor x) => x + x;

            [Differentiable]
            public Tensor F(Tensor x)
            {

        """ + "        " + body + """

            }
        }
        """;

    private static string WithOperations(string operations, string call, string reported) => Head + """
        [assembly: DifferentiationRules(typeof(Mine))]

        public static class Mine
        {

        """ + operations + """

        }

        public static partial class M
        {

        """ + $"    [Differentiable] public static Tensor F(Tensor x) => {(call.StartsWith("Relu", StringComparison.Ordinal) ? string.Empty : "Mine.")}{call};{(reported.Length > 0 ? " // " + reported : string.Empty)}" + """

        }
        """;
}
