namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Statements and expressions.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Statements => new()
    {
        ["entries of tensors that are overwritten"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private readonly Tensor mask = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor A(Tensor x) { var y = Linear(x, W); y.CopyFrom(new float[4]); return y; } // SD1002
                [Differentiable] public Tensor B(Tensor x) { var y = Linear(x, W); y.AsSpan().Clear(); return y; } // SD1002
                [Differentiable] public Tensor C(Tensor x) { x.AsSpan()[0] = 1; return Linear(x, W); } // SD1002
                [Differentiable] public Tensor D(Tensor x) { if (x.Rank > 1) W.AsSpan()[^1] += 1; return Linear(x, W); } // SD1002
                [Differentiable] public Tensor E(Tensor x) { var y = Linear(x, W); new float[4].CopyTo(y.AsSpan()); return y; } // SD1002
                [Differentiable] public Tensor F(Tensor x) { W.MoveTo(Device.Cpu); return Linear(x, W); } // SD1002
                [Differentiable] public Tensor G(Tensor x) { mask.AsSpan().Fill(x.Rank); mask.AsSpan()[0] = 2; return Linear(x, W) * mask; }
            }
            """,
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
        ["a deconstruction of two levels"] = InModel("""
            var ((a, b), c) = ((Linear(x, W), x), x); // SD1002
                return a * b * c;
            """),
        ["a local function that reads a variable of the method"] = InModel("""
            int k = x.Rank * 2;
                int Twice() => 2 * k; // SD1002
                return Linear(x, W) * Twice();
            """),
        ["a goto between sections of a switch"] = InModel("""
            switch (x.Rank)
                {
                    case 1:
                        x = Relu(x);
                        goto case 2; // SD1002
                    case 2:
                        x = Tanh(x);
                        break;
                }
                return Linear(x, W);
            """),
        ["a foreach that takes tensors apart"] = InModel("""
            foreach (var (part, i) in Many.Select((one, i) => (one, i))) // SD1002
                    x = x + part * i;
                return Linear(x, W);
            """),
        ["a pointer"] = Head + """
            public unsafe partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x)
                {
                    int n = 2;
                    int* p = &n; // SD1002
                    return Linear(x, W) * *p;
                }
            }
            """,
        ["a throw"] = InModel("""
            throw new InvalidOperationException(); // SD1002
            """),
        ["a null test"] = InModel("""
            return Linear(Kept ?? x, W); // SD1003
            """),
        ["an element of an array of tensors"] = InModel("""
            return Linear(Many[0], W); // SD1003
            """),
        ["a switch on the shape of a tensor made there"] = InModel("""
            return Relu(x) switch { { Rank: 2 } => Linear(x, W), _ => x }; // SD1003
            """),
        ["an assignment inside an expression"] = InModel("""
            return Linear(x = Relu(x), W); // SD1003
            """),
        ["a destination of one's own"] = InModel("""
            return Relu(Linear(x, W), into: new Workspace()[0]); // SD1003
            """),
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
    };
}
