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

    private static readonly string[] All =
    [
        "[TopK(0.125)]", "[TopK(0.125, Scope = SelectionScope.Tensor)]", "[TopK(0.125, Scope = SelectionScope.Columns)]", "[TopK(4)]",
        "[SampledK(0.125)]", "[SampledK(0.125, Scope = SelectionScope.Row)]", "[SampledK(0.125, Scope = SelectionScope.Columns)]",
        "[SampledK(0.125, Scope = SelectionScope.Examples)]", "[GaussianK(0.125)]", "[DgcK(0.125)]", "[RandomK(0.125)]", "[TopKBlocks(0.125, 4)]",
        "[TopKColumns(0.125, Norm = SliceNorm.L2, BiasFromAll = true)]", "[TopK(0.125, Scope = SelectionScope.Examples)]",
    ];

    public static TheoryData<string> Points => [.. All];

    /// <summary>Examples stay examples through products too; it is the next point, which takes a dense gradient, that fills them up.</summary>
    public static TheoryData<string> PointsWithDenseProducts => [.. All.Where(static point => !point.Contains("Examples", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(PointsWithDenseProducts))]
    public void Nothing_dense_is_written_between_a_point_and_the_next_product(string point)
    {
        (CountingDevice counted, _) = Backward(point);
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

    [Theory, MemberData(nameof(Points))]
    public void Products_cost_their_share_and_no_more_full_buffers_are_needed_than_without_points(string point)
    {
        (CountingDevice dense, _) = Backward(string.Empty);
        (CountingDevice sparse, _) = Backward(point);
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
        (CountingDevice counted, Action step) = Backward(point);
        step();
        counted.Clear();
        step();
        Assert.Empty(counted.Allocations);
    }

    /// <summary>One forward and backward pass, of which only the latter is counted; and the way to make more.</summary>
    private static (CountingDevice Device, Action Step) Backward(string point)
    {
        LoadedProgram program = Generated.From(Network.Replace("POINT", point, StringComparison.Ordinal)).Load();
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
