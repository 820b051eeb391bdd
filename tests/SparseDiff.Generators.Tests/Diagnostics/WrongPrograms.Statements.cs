namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Statements and expressions.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Statements => new()
    {
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
        ["a throw"] = InModel("""
            throw new InvalidOperationException(); // SD1002
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
