using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>What a backward pass with sparsity points writes and computes, counted kernel by kernel.</summary>
public class SparseCostTests
{
    private const int Batch = 16;
    private const int Width = 32;
    private const double Ratio = 0.125;

    private const string Network = """
        using SparseDiff;
        using static SparseDiff.Ops;

        public sealed partial class Network
        {
            [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(32, 24, 1);
            [Parameter] public Tensor B1 { get; } = Tensor.Zeros(32);
            [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(32, 32, 2);
            [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(32, 32, 3);
            [Parameter] public Tensor B3 { get; } = Tensor.Zeros(32);
            [Parameter] public Tensor W4 { get; } = Init.KaimingUniform(8, 32, 4);

            [Differentiable] POINT
            public Tensor Loss(Tensor x, Labels labels)
            {
                var h1 = Relu(Linear(x, W1, B1));
                var h2 = Silu(Linear(h1, W2)) + h1;
                var h3 = Tanh(Linear(h2 * 0.5f, W3, B3));
                return SoftmaxCrossEntropy(Linear(h3, W4), labels);
            }
        }
        """;

    /// <summary>A point of examples, and behind it another point.</summary>
    private const string BehindExamples = """
        using SparseDiff;
        using static SparseDiff.Ops;

        public sealed partial class Network
        {
            [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(32, 24, 1);
            [Parameter] public Tensor B1 { get; } = Tensor.Zeros(32);
            [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(32, 32, 2);
            [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(32, 32, 3);
            [Parameter] public Tensor W4 { get; } = Init.KaimingUniform(8, 32, 4);

            [Differentiable]
            public Tensor Loss(Tensor x, Labels labels)
            {
                var h1 = Relu(Linear(x, W1, B1));
                var h2 = Silu(Sparsify.POINT) * 0.5f;
                var h3 = Tanh(Sparsify.SampledK(Linear(h2, W3), 0.25f, 1, SelectionScope.Examples));
                return SoftmaxCrossEntropy(Linear(h3, W4), labels);
            }
        }
        """;

    private static readonly string[] All =
    [
        "[TopK(0.125)]", "[TopK(0.125, Scope = SelectionScope.Tensor)]", "[TopK(0.125, Scope = SelectionScope.Columns)]", "[TopK(4)]",
        "[SampledK(0.125)]", "[SampledK(0.125, Scope = SelectionScope.Row)]", "[SampledK(0.125, Scope = SelectionScope.Columns)]",
        "[SampledK(0.125, Scope = SelectionScope.Examples)]", "[GaussianK(0.125)]", "[DgcK(0.125)]", "[RandomK(0.125)]", "[TopKBlocks(0.125, 4)]",
        "[TopKColumns(0.125, Norm = SliceNorm.L2, BiasFromAll = true)]", "[TopK(0.125, Scope = SelectionScope.Examples)]",
    ];

    public static TheoryData<string> Points => [.. All];

    public static TheoryData<string> PointsBehindExamples =>
    [
        "TopK(Linear(h1, W2), 4)", "TopK(Linear(h1, W2), 0.05f, SelectionScope.Tensor)", "TopK(Linear(h1, W2), 4, SelectionScope.Columns)", "TopK(Linear(h1, W2), 4, SelectionScope.PerExample)",
        "TopK(Linear(h1, W2), Budget.Energy(0.3))", "SampledK(Linear(h1, W2), 0.05f)", "SampledK(Linear(h1, W2), 4, 1, SelectionScope.Row)",
        "SampledK(Linear(h1, W2), Budget.Variance(2), 1, SelectionScope.Row)", "SampledK(Linear(h1, W2), 4, 1, SelectionScope.Columns)", "TopK(Linear(h1, W2), 2, SelectionScope.Examples)",
        "GaussianK(Linear(h1, W2), 0.05f)", "DgcK(Linear(h1, W2), 0.05f)", "RandomK(Linear(h1, W2), 0.05f)", "Threshold(Linear(h1, W2), 1e-4f)", "TopKBlocks(Linear(h1, W2), 8, 4)",
        "TopKColumns(Linear(h1, W2), 4, biasFromAll: true)",
    ];

    /// <summary>Examples stay examples through products too; it is the next point, which takes a dense gradient, that fills them up.</summary>
    public static TheoryData<string> PointsWithDenseProducts => [.. All.Where(static point => !point.Contains("Examples", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(PointsWithDenseProducts))]
    public void Nothing_dense_is_written_between_a_point_and_the_next_product(string point)
    {
        (CountingDevice counted, _) = Backward(With(point));
        int selections = 0;
        bool isSparse = false;
        foreach (KernelRun run in counted.Runs)
        {
            if (run.Kind == KernelKind.Selection)
                (isSparse, selections) = (true, selections + 1);
            else if (run.Kind == KernelKind.Product && run.Written == Batch * Width)
                isSparse = false;
            else if (run.Kind == KernelKind.Dense && isSparse)
                Assert.True(run.Written < Batch * Width, $"{point}: {run.Kernel} writes {run.Written} numbers behind a selection: {string.Join(", ", counted.Runs)}");
        }

        Assert.True(selections >= 4, $"{point}: {selections}");
    }

    /// <summary>Until a product makes the gradient dense, nothing of the size of all examples' entries is written: what is kept stays less.</summary>
    [Theory, MemberData(nameof(PointsBehindExamples))]
    public void Nothing_dense_is_written_between_a_point_of_examples_and_the_next(string point)
    {
        (CountingDevice counted, _) = Backward(BehindExamples.Replace("POINT", point, StringComparison.Ordinal));
        int first = counted.Runs.FindIndex(static run => run.Kind == KernelKind.Selection);
        int last = counted.Runs.FindLastIndex(static run => run.Kind == KernelKind.Selection);
        Assert.True(first >= 0 && last > first, point);

        // The product behind the second point is where it ends; before that there are a quarter of the examples, and few columns of all.
        for (int i = first; i < counted.Runs.Count && (i < last || counted.Runs[i].Kind != KernelKind.Product); i++)
        {
            KernelRun run = counted.Runs[i];
            Assert.True(run.Kind != KernelKind.Dense || run.Written < Batch * Width / 2, $"{point}: {run.Kernel} writes {run.Written} numbers: {string.Join(", ", counted.Runs)}");
        }

        Assert.DoesNotContain(counted.Runs, static run => run.Kernel is "Densify" or "AddTo");
    }

    [Theory, MemberData(nameof(Points))]
    public void Products_cost_their_share_and_no_more_full_buffers_are_needed_than_without_points(string point)
    {
        (CountingDevice dense, _) = Backward(With(string.Empty));
        (CountingDevice sparse, _) = Backward(With(point));
        double share = sparse.Runs.Sum(static run => (double)run.Operations) / dense.Runs.Sum(static run => (double)run.Operations);

        // Of eight classes, or few examples, at least one passes; thresholds may miss by a third, samples by one; [TopK(4)] lets half of the classes pass.
        Assert.InRange(share, Ratio * 0.6, Ratio * 1.4);
        Assert.True(Full(sparse) <= Full(dense) + 1, $"{point}: {Full(sparse)} full buffers, {Full(dense)} without points.");
        static int Full(CountingDevice device) => device.Allocations.Count(static length => length is >= Batch * Width and < 2 * Batch * Width);
    }

    [Theory]
    [InlineData("[TopK(0.125)]")]
    [InlineData("[TopK(0.125, Scope = SelectionScope.Columns)]")]
    [InlineData("[TopKBlocks(0.125, 4)]")]
    public void A_second_step_allocates_nothing_on_the_device(string point)
    {
        (CountingDevice counted, Action step) = Backward(With(point));
        step();
        counted.Clear();
        step();
        Assert.Empty(counted.Allocations);
    }

    private static string With(string point) => Network.Replace("POINT", point, StringComparison.Ordinal);

    /// <summary>One forward and backward pass, of which only the latter is counted; and the way to make more.</summary>
    private static (CountingDevice Device, Action Step) Backward(string network)
    {
        LoadedProgram program = Generated.From(network).Load();
        CountingDevice device = new();
        Model model = new(program, "Network", "Loss", [], []);
        ((IModel)model.Instance!).To(device);
        IGradients gradients = model.CreateGradients();
        object[] arguments = [Numbers.Random(device, 3, Batch, 24), Labels.From([.. Enumerable.Range(0, Batch).Select(static i => i % 8)], device)];
        Tensor seed = Numbers.Random(device, 4);
        Step();
        return (device, Step);

        void Step()
        {
            (Tensor[] _, object saved) = model.ForwardAll(arguments);
            device.Clear();
            model.Backward(saved, [seed], gradients);
        }
    }
}
