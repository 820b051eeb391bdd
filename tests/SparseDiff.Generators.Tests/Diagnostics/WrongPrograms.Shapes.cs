namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Declared shapes.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Shapes => new()
    {
        ["a layer in a branch that does not fit"] = Head + """
            public partial class M
            {
                [Parameter, Shape("hidden, inputs")] public Tensor W { get; } = Tensor.Zeros(3, 2);

                [Differentiable]
                public Tensor F([Shape("batch, inputs")] Tensor x, int n)
                {
                    var h = Relu(Linear(x, W));
                    var y = h;
                    for (int i = 0; i < n; i++)
                    {
                        y = y * Linear(x, W);
                        if (i > 0)
                            y = y + Linear(h, W); // SD2041
                    }
                    return y;
                }
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
    };
}
