namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>What one writes elsewhere in C# and cannot write here.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Habits => new()
    {
        ["a using statement"] = InModel("""
            using (var stream = new System.IO.MemoryStream()) // SD1002
                    x = Relu(x);
                return Linear(x, W);
            """),
        ["a lock"] = InModel("""
            lock (Many) // SD1002
                    x = Relu(x);
                return Linear(x, W);
            """),
        ["a lambda over tensors"] = InModel("""
            Func<Tensor, Tensor> layer = y => Linear(y, W); // SD1002
                return layer(x);
            """),
        ["a delegate in a member"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Func<Tensor, Tensor> Activation { get; set; } = Relu;
                private static Tensor Relu(Tensor x) => x;
                [Differentiable] public Tensor F(Tensor x) => Activation(Linear(x, W)); // SD1010
            }
            """,
        ["a query over tensors"] = InModel("""
            var layers = from i in Enumerable.Range(0, 3) select Relu(x); // SD1002
                return Linear(layers.First(), W);
            """),
        ["an aggregate over tensors"] = InModel("""
            return Enumerable.Range(0, 3).Select(i => Linear(x, W)).Aggregate((a, b) => a + b); // SD1011
            """),
        ["a dictionary of tensors"] = InModel("""
            var cache = new Dictionary<string, Tensor>(); // SD1002
                cache["h"] = Linear(x, W);
                return cache["h"];
            """),
        ["a rectangular array of tensors"] = InModel("""
            var grid = new Tensor[2, 2]; // SD1002
                grid[0, 0] = Linear(x, W);
                return grid[0, 0];
            """),
        ["a dynamic variable"] = InModel("""
            dynamic y = Linear(x, W); // SD1002
                return y;
            """),
        ["a tensor in a variable of type object"] = InModel("""
            object y = Linear(x, W); // SD1002
                return (Tensor)y;
            """),
        ["a reference to a tensor"] = InModel("""
            ref Tensor first = ref Many[0]; // SD1002
                first = Linear(x, W);
                return first;
            """),
        ["a tensor that comes out of a call"] = Head + """
            public static partial class M
            {
                private static void Read(out Tensor y) => y = Tensor.Zeros(2);
                [Differentiable]
                public static Tensor F(Tensor x)
                {
                    Read(out Tensor y);
                    return x + y; // SD1003
                }
            }
            """,
        ["a tensor bound by a pattern"] = InModel("""
            if (Linear(x, W) is { Rank: 2 } y)
                    return Relu(y); // SD1003
                return Linear(x, W);
            """),
        ["an assignment where it is null"] = InModel("""
            Tensor? y = null; // SD1003
                y ??= Linear(x, W);
                return y;
            """),
        ["a default tensor"] = InModel("""
            Tensor y = default!; // SD1003
                return Linear(x, W) + y;
            """),
        ["an element from the end of an array in a member"] = InModel("""
            return Linear(Many[^1], W); // SD1003
            """),
        ["two assignments at once"] = InModel("""
            Tensor a, b;
                a = b = Linear(x, W); // SD1003
                return a + b;
            """),
        ["a throw inside a call"] = InModel("""
            return Linear(x, Kept ?? throw new InvalidOperationException()); // SD1003
            """),
        ["a discard"] = InModel("""
            _ = Linear(x, W); // SD1002
                return Linear(x, W);
            """),
        ["a tensor of the constructor"] = Head + """
            public partial class M(Tensor mask)
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W) * mask; // SD1003
            }
            """,
        ["a differentiable operator, lambda and accessor"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public static Tensor operator +(M model, Tensor x) => Linear(x, model.W); // SD1004
                public static Func<Tensor, Tensor> F { get; } = [Differentiable] (x) => Relu(x); // SD1004
                public Tensor G { [Differentiable] get => Relu(W); } // SD1004
            }
            """,
        ["a differentiable constructor"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public M() { } // SD1004
            }
            """,
        ["an explicit implementation"] = Head + """
            public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); }
            public partial class M : ILayer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] Tensor ILayer.Forward(Tensor x) => Linear(x, W); // SD1004
            }
            """,
        ["the part of a partial method without a body"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public partial Tensor F(Tensor x); // SD1004
                public partial Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a differentiable local function"] = Head + """
            public static class Program
            {
                public static Tensor Main(Tensor x)
                {
                    return F(x);
                    [Differentiable] static Tensor F(Tensor y) => Relu(y); // SD1004
                }
            }
            """,
        ["an extension block"] = Head + """
            public static partial class M
            {
                extension(Tensor x) // SD1009
                {
                    [Differentiable] public Tensor Twice() => x + x;
                }
            }
            """,
        ["an argument called like a generated type"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor Loss(Tensor x, Tensor LossSaved) => x * LossSaved; // SD1004
            }
            """,
        ["types called like generated members"] = Head + """
            public partial class Gradients // SD1009
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            public static partial class LossSaved // SD1009
            {
                [Differentiable] public static Tensor Loss(Tensor x) => Relu(x);
            }
            public static partial class SquareJvp // SD1009
            {
                [Differentiable] public static float Square(float x) => x * x;
            }
            """,
    };
}
