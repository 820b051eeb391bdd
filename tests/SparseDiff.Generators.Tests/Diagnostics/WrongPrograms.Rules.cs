namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Operations and derivative rules.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Rules => new()
    {
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
    };
}
