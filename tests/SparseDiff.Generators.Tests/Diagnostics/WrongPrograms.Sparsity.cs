namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Sparsity points.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Sparsity => new()
    {
        ["points in blocks that do nothing"] = InModel("""
            for (int i = 0; i < 2; i++)
                {
                    x = Relu(Sparsify.TopK(Linear(x, W), 1f)); // SD3030
                    if (i > 0)
                        x = Sparsify.TopK(Sparsify.TopK(Linear(x, W), 0.5f), 0.1f); // SD3031 // SD3004
                }
                return x;
            """),
        ["points that let everything pass"] = Head + """
            public partial class M
            {
                [Parameter, Shape("10, inputs")] public Tensor W { get; } = Tensor.Zeros(10, 2);

                [Differentiable]
                public Tensor F([Shape("batch, inputs")] Tensor x)
                {
                    var a = Sparsify.TopK(Linear(x, W), 1f); // SD3030
                    var b = Sparsify.TopK(Linear(x, W), 10); // SD3030
                    var c = Sparsify.TopKBlocks(Linear(x, W), 10, 2); // k of blocks, and of the tensor: there may be more of those than columns.
                    var d = Sparsify.RandomK(Linear(x, W), 10);
                    return Mean(a * b * c * d);
                }
            }
            """,
        ["entries of a gradient of entries"] = InModel("""
            var y = Relu(Linear(x, W));
                var z = Sparsify.TopK(y, 1); // SD3004
                return Sparsify.SampledK(Tanh(z), 0.5f);
            """),
        ["a point right after a point"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(3, 2);

                [Differentiable]
                public Tensor F(Tensor x) => Mean(Sparsify.TopK(Sparsify.TopK(Linear(x, W), 0.5f), 0.1f)); // SD3031 // SD3004
            }
            """,
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
        ["a selection of nothing"] = InModel("""
            return Sparsify.TopK(Linear(x, W), 0); // SD3002
            """),
        ["settings that their policies refuse, each at its argument"] = Head + """
            public partial class M
            {
                [Parameter, Shape("4, 3")] public Tensor W { get; } = Tensor.Zeros(4, 3);

                [Parameter]
                [TopKBlocks(0.1,
                    0)] // SD3009
                public Tensor V { get; } = Tensor.Zeros(4, 3);

                [Differentiable]
                [Threshold(
                    -0.5)] // SD3009
                [SampledK(0.1,
                    Seed = 2,
                    Scope = SelectionScope.PerChannel)] // SD3010
                public Tensor F(Tensor x) => Linear(x, W);

                [Differentiable]
                public Tensor G(Tensor x)
                {
                    const float Share = 5;
                    var a = Sparsify.TopK(
                        Linear(x, W),
                        Share); // SD3001
                    var b = Sparsify.TopKBlocks(Linear(x, W),
                        size: 0, // SD3009
                        k: -2); // SD3002
                    var c = Sparsify.TopK(Linear(x, W),
                        Budget.Variance(0.1), // SD3010
                        (SelectionScope)8); // SD3010
                    var d = Sparsify.By(Linear(x, W),
                        (ISelection<SparseRows>)null!); // SD3009
                    var e = Sparsify.By(Linear(x, W), new TopK(
                        5f)); // SD3001
                    var f = Sparsify.By(Linear(x, W), new TopKBlocks(0.1f, 4)
                    {
                        Budget = 0, // SD3002
                        Size = 0, // SD3009
                    });
                    var g = Sparsify.By(Linear(x, W), new SampledK(0.1f) { Seed = 2,
                        Scope = SelectionScope.Columns }); // SD3010
                    return Mean(a * b * c * d * e * f * g);
                }

                [Differentiable]
                public Tensor TooMany([Shape("batch, 3")] Tensor x)
                {
                    var a = Sparsify.TopK(
                        Linear(x, W),
                        5); // SD3009
                    var b = Sparsify.TopK(Linear(x, W), 5, SelectionScope.Tensor); // A batch may have more.
                    var c = Sparsify.TopK(Linear(x, W), 5, SelectionScope.Columns); // SD3009
                    return Mean(a * b * c);
                }
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
                public Budget Share { get; set; } = 0.5f;
                [Differentiable]
                [TopK(nameof(Ratio))] // SD3040
                [Threshold(nameof(K))] // SD3040
                [Threshold(nameof(Share))] // SD3040
                [MaxChild(nameof(Share))] // SD3040
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
}
