namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Functions of numbers.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Functions => new()
    {
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
        ["a mapped function without a derivative"] = Function("[Differentiable] public static Tensor F(Tensor x) => Map(x, Plain); // SD2006"),
        ["a lambda that reads an integer"] = Function("[Differentiable] public static Tensor F(Tensor x, int n) => Map(x, v => v * n); // SD2006"),
        ["a lambda that reads a member of the object"] = InModel("return Map(x * W, v => v * Kept!.Length); // SD2006"),
        ["a lambda through which a gradient is lost"] = Function("""
            [Differentiable] public static Tensor F(Tensor x) => Map(x, v => v * Unknown(v)); // SD1042
            public static float Unknown(float x) => x * x;
            """),
        ["a lambda with an assignment inside"] = Function("[Differentiable] public static Tensor F(Tensor x) => Map(x, v => v * (v = 2)); // SD1041"),
        ["a delegate that is mapped"] = Function("""
            [Differentiable] public static Tensor F(Tensor x, Func<float, float> g) => Map(x, g); // SD2006
            """),
    };
}
