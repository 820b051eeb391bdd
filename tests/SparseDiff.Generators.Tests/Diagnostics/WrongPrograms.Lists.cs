namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Local arrays and lists of tensors.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Lists => new()
    {
        ["a loop over tensors of a member"] = InModel("""
            foreach (var y in Many) // SD1002
                    x = Relu(y);
                return Linear(x, W);
            """),
        ["a list that gets another value"] = InModel("""
            var all = new List<Tensor> { x };
                if (x.Rank > 1)
                    all = new List<Tensor>(); // SD1051
                return Linear(all[0], W);
            """),
        ["a list without a value"] = InModel("""
            Tensor[] all; // SD1051
                all = [x];
                return Linear(all[0], W);
            """),
        ["an array of a member"] = InModel("""
            var all = Many; // SD1050
                return Linear(all[0], W);
            """),
        ["a copy of a list"] = InModel("""
            var all = new List<Tensor> { x };
                var copy = new List<Tensor>(all); // SD1050
                return Linear(copy[0], W);
            """),
        ["a list of a list's elements"] = InModel("""
            var all = new List<Tensor> { x };
                Tensor[] more = [.. all, x]; // SD1050
                return Linear(more[0], W);
            """),
        ["a list that loses its elements"] = InModel("""
            var all = new List<Tensor> { x };
                all.Clear(); // SD1050
                return Linear(x, W);
            """),
        ["a list that grows while it is gone through"] = InModel("""
            var all = new List<Tensor> { x };
                foreach (var y in all)
                    all.Add(y); // SD1050
                return Linear(x, W);
            """),
        ["a list that other code gets"] = InModel("""
            var all = new List<Tensor> { x };
                Console.WriteLine(all); // SD1050
                return Linear(x, W);
            """),
        ["a number that other code reads from a list"] = InModel("""
            var all = new List<Tensor> { x };
                int n = all.IndexOf(x); // SD1050
                return Linear(x, W) * n;
            """),
        ["an element that other code may change"] = InModel("""
            var all = new[] { x };
                System.Threading.Interlocked.Exchange(ref all[0], x); // SD1050
                return Linear(all[0], W);
            """),
        ["a number of an element that is too long"] = InModel("""
            var all = new[] { x };
                long last = 0;
                return Linear(all[last], W); // SD1050
            """),
        ["a number read from an element"] = InModel("""
            var all = new[] { Linear(x, W) };
                return all[0] * all[0].ToScalar(); // SD1011
            """),
        ["an array of arrays of tensors"] = InModel("""
            Tensor[][] all = [[x]]; // SD1002
                return Linear(x, W);
            """),
        ["a part of an array"] = InModel("""
            var all = new[] { x, x };
                var part = all[..1]; // SD1050
                return Linear(part[0], W);
            """),
        ["a list as the result"] = Head + """
            public static partial class M
            {
                [Differentiable] public static List<Tensor> F(Tensor x) => [x]; // SD1005
            }
            """,
        ["a sparse gradient of an element"] = InModel("""
            var all = new[] { Linear(x, W) };
                return Sparsify.TopK(all[0], 1); // SD1052
            """),
        ["a rule that reads a list it adds to"] = WithOperations("""
                public static Tensor Pick(IReadOnlyList<Tensor> tensors) => tensors[0];
                [VjpOf(nameof(Pick), "tensors")] public static void PickVjp(Tensor dY, IReadOnlyList<Tensor> tensors, ListGradient into) { } // SD2004
            """, "Relu(x)", ""),
        ["an operation over lists without a rule"] = WithOperations("""
                public static Tensor Pick(IReadOnlyList<Tensor> tensors) => tensors[0];
            """, "Pick([x, x])", "SD2001"),
    };
}
