namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Numbers and objects made from the entries of tensors, on whatever way: a tensor computed from one would lose its gradient.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Entries => new()
    {
        ["a sum in a number that changes"] = InModel("""
            float k = 0;
                for (int i = 0; i < 3; i++)
                    k += Sum(Linear(x, W)).ToScalar();
                return Linear(x, W) * k; // SD1011
            """),
        ["a sum in a list of numbers"] = InModel("""
            var sums = new List<float>();
                sums.Add(Sum(Linear(x, W)).ToScalar());
                return Linear(x, W) * sums[0]; // SD1011
            """),
        ["a sum in an array of numbers"] = InModel("""
            var sums = new float[2];
                sums[0] = Sum(Linear(x, W)).ToScalar();
                return Linear(x, W) * sums[0]; // SD1011
            """),
        ["a sum by way of another number"] = InModel("""
            float k = 1;
                if (x.Rank > 1)
                {
                    var sum = Sum(Linear(x, W)).ToScalar();
                    k = sum;
                }
                return Linear(x, W) * k; // SD1011
            """),
        ["a sum that comes out of a call"] = Head + """
            public static partial class M
            {
                private static void Read(Tensor t, out float sum) => sum = Ops.Sum(t).ToScalar();
                [Differentiable] public static Tensor F(Tensor x)
                {
                    Read(x, out float k);
                    return x * k; // SD1011
                }
            }
            """,
        ["a sum bound by a pattern"] = InModel("""
            if (Sum(Linear(x, W)).ToScalar() is var k && k > 0)
                    return Linear(x, W) * k; // SD1011
                return Linear(x, W);
            """),
        ["a sum bound by a switch"] = InModel("""
            return Sum(Linear(x, W)).ToScalar() switch { var k and > 0 => Linear(x, W) * k, _ => Linear(x, W) }; // SD1011
            """),
        ["a sum assigned in a condition"] = InModel("""
            float k;
                while ((k = Sum(Linear(x, W)).ToScalar()) > 1)
                    x = x * 0.5f;
                return Linear(x, W) * k; // SD1011
            """),
        ["a loop over entries"] = InModel("""
            var y = Linear(x, W);
                foreach (float entry in y.ToArray())
                    x = x * entry; // SD1011
                return Linear(x, W);
            """),
        ["an object of tensors that changes in a loop"] = Head + """
            public record struct State(Tensor H, Tensor C);
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x)
                {
                    var s = new State(x, x);
                    for (int i = 0; i < 2; i++)
                        s = new State(Linear(s.H, W), s.C);
                    return Linear(s.H, W); // SD1011
                }
            }
            """,
        ["an object that is given a tensor"] = Head + """
            public class Box { public Tensor? Value; public void Put(Tensor value) => Value = value; }
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x)
                {
                    var box = new Box();
                    box.Put(Linear(x, W));
                    return Linear(x, W) * box.Value!; // SD1011
                }
            }
            """,
        ["a property that computes with a parameter"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private Tensor Twice => W * 2;
                private Tensor Fourfold => Twice * 2;
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W) + Linear(x, Fourfold); // SD1011
            }
            """,
        ["a method that reads a parameter"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private float Norm() { return Ops.Sum(W).ToScalar() / W.Length; }
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W) * Norm(); // SD1011
            }
            """,
        ["a sum that a method stores"] = Head + """
            public partial class M
            {
                private float k;
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private void Store(Tensor t) => k = Sum(t).ToScalar();
                private void StoreNorm() { k = Sum(W).ToScalar(); }
                [Differentiable] public Tensor F(Tensor x)
                {
                    Store(W);
                    return Linear(x, W) * k; // SD1011
                }
                [Differentiable] public Tensor G(Tensor x)
                {
                    StoreNorm();
                    return Linear(x, W) * k; // SD1011
                }
            }
            """,
        ["a delegate of a method that reads a parameter"] = Head + """
            public partial class M
            {
                private readonly Func<float> norm;
                public M() => norm = () => Sum(W).ToScalar();
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private float Norm() => Sum(W).ToScalar();
                [Differentiable] public Tensor F(Tensor x)
                {
                    Func<float> f = Norm; // SD1011
                    return Linear(x, W) * f();
                }
                [Differentiable] public Tensor G(Tensor x) => Linear(x, W) * norm(); // SD1011
            }
            """,
        ["entries of an argument whose gradient another method asks for"] = Head + """
            public partial class Layer
            {
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor Forward(Tensor h)
                {
                    float k = 1;
                    if (h.Rank > 1)
                        k = Sum(h).ToScalar();
                    return Linear(h, V) * Sum(h).ToScalar() // SD1011
                        * k; // SD1011
                }
                [Differentiable] public Tensor Scaled([NoGradient] Tensor mask) => Linear(mask, V) * Sum(mask).ToScalar();
            }
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Layer Layer { get; } = new();
                [Differentiable] public Tensor F(Tensor x) => Layer.Forward(Linear(x, W)) + Layer.Scaled(Linear(x, W));
            }
            """,
        ["entries of an argument whose gradient an interface promises"] = Head + """
            public partial interface ILayer { [Differentiable] Tensor Forward(Tensor h); }
            public partial class Layer : ILayer
            {
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor Forward(Tensor h) => Linear(h, V) * Sum(h).ToScalar(); // SD1011
            }
            """,
        ["entries of a tensor that a loop changes"] = InModel("""
            for (int i = 0; i < 3; i++)
                    x = Linear(x, W) * Sum(x).ToScalar(); // SD1011
                return x;
            """),
        ["entries of an argument whose gradient is asked for"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable(InputGradients = true)] public Tensor F(Tensor x) => Linear(x, W) * Sum(x).ToScalar(); // SD1011
            }
            """,
    };
}
