using static SparseDiff.Ops;

namespace SparseDiff.Tests.Operations;

/// <summary>Tensors without entries: the last batch of an empty file, a model without features.</summary>
public class EmptyTests
{
    private static readonly Dictionary<string, (string Shape, Func<Device, Tensor> Run)> Operations = new()
    {
        ["Linear of no rows"] = ("[0, 5]", d => Linear(Z(d, 0, 4), Z(d, 5, 4), Z(d, 5))),
        ["Linear of no features"] = ("[3, 5]", d => Linear(Z(d, 3, 0), Z(d, 5, 0), Ones(d, 5))),
        ["Linear to no outputs"] = ("[3, 0]", d => Linear(Z(d, 3, 4), Z(d, 0, 4), Z(d, 0))),
        ["MatMul over nothing"] = ("[2, 3]", d => MatMul(Z(d, 2, 0), Z(d, 0, 3))),
        ["MatMul of no matrices"] = ("[0, 2, 3]", d => MatMul(Z(d, 0, 2, 4), Z(d, 0, 4, 3))),
        ["Add of no rows"] = ("[0, 4]", d => Add(Z(d, 0, 4), Z(d, 4))),
        ["Multiply of no columns"] = ("[3, 0]", d => Multiply(Z(d, 3, 0), Z(d, 3, 1))),
        ["Relu"] = ("[0]", d => Relu(Z(d, 0))),
        ["Gelu"] = ("[2, 0, 3]", d => Gelu(Z(d, 2, 0, 3))),
        ["Sum of nothing"] = ("[]", d => Sum(Z(d, 0, 3))),
        ["Sum along nothing"] = ("[3]", d => Sum(Z(d, 0, 3), 0)),
        ["Sum of no rows"] = ("[0]", d => Sum(Z(d, 0, 3), 1)),
        ["Reshape"] = ("[5, 0]", d => Reshape(Z(d, 0, 3), 5, 0)),
        ["Transpose"] = ("[3, 0]", d => Transpose(Z(d, 0, 3))),
        ["Softmax of no rows"] = ("[0, 3]", d => Softmax(Z(d, 0, 3))),
        ["LogSoftmax of no rows"] = ("[0, 3]", d => LogSoftmax(Z(d, 0, 3))),
        ["Concat with nothing"] = ("[2, 3]", d => Concat(Z(d, 0, 3), Ones(d, 2, 3), 0)),
        ["Slice of nothing"] = ("[0, 3]", d => Slice(Ones(d, 2, 3), 0, 1, 1)),
        ["LayerNorm of no rows"] = ("[0, 3]", d => LayerNorm(Z(d, 0, 3), Ones(d, 3), Z(d, 3))),
        ["RmsNorm of no rows"] = ("[0, 3]", d => RmsNorm(Z(d, 0, 3), Ones(d, 3))),
        ["Embedding of no indices"] = ("[0, 3]", d => Embedding(Z(d, 4, 3), Indices.From([], [0], d))),
        ["CumulativeSum"] = ("[0, 3]", d => CumulativeSum(Z(d, 0, 3))),
        ["LogSumExp of no rows"] = ("[0]", d => LogSumExp(Z(d, 0, 3), 1)),
        ["SelfAttention of no sequences"] = ("[0, 5, 4]", d => SelfAttention(Z(d, 0, 5, 12), 2)),
        ["SelfAttention of no positions"] = ("[2, 0, 4]", d => SelfAttention(Z(d, 2, 0, 12), 2)),
        ["Attention of no queries"] = ("[2, 0, 4]", d => ScaledDotProductAttention(Z(d, 2, 0, 4), Z(d, 2, 3, 4), Z(d, 2, 3, 4))),
        ["Dropout"] = ("[0, 3]", d => Dropout(Z(d, 0, 3), 0.5f, 1, 2)),
        ["Permute"] = ("[3, 0, 2]", d => Permute(Z(d, 0, 2, 3), [2, 0, 1])),
        ["BroadcastTo"] = ("[0, 3]", d => BroadcastTo(Z(d, 1, 3), [0, 3])),
        ["LstmGates of no rows"] = ("[0, 8]", d => LstmGates(Z(d, 0, 8))),
        ["Conv2d of no images"] = ("[0, 4, 3, 3]", d => Conv2d(Z(d, 0, 2, 5, 5), Z(d, 4, 2, 3, 3), Z(d, 4))),
        ["MaxPool2d of no images"] = ("[0, 2, 2, 2]", d => MaxPool2d(Z(d, 0, 2, 4, 4), 2)),
        ["AvgPool2d of no images"] = ("[0, 2, 2, 2]", d => AvgPool2d(Z(d, 0, 2, 4, 4), 2)),
        ["Max of no rows"] = ("[0]", d => Max(Z(d, 0, 3), 1)),
        ["Variance of no rows"] = ("[0]", d => Variance(Z(d, 0, 3), 1)),
    };

    private static readonly Dictionary<string, Func<Tensor, int, Tensor>> Points = new()
    {
        ["top-k of rows"] = (dY, _) => Sparsify.TopKVjp(dY, 0.5f, SelectionScope.Row).ToDense(),
        ["top-k of the tensor"] = (dY, _) => Sparsify.TopKVjp(dY, 0.5f, SelectionScope.Tensor).ToDense(),
        ["samples of rows"] = (dY, seed) => Sparsify.SampledKVjp(dY, 0.5f, seed, SelectionScope.Row).ToDense(),
        ["samples of the tensor"] = (dY, seed) => Sparsify.SampledKVjp(dY, 0.5f, seed, SelectionScope.Tensor).ToDense(),
        ["samples by variance"] = (dY, seed) => Sparsify.ByVjp(dY, new SampledK(Budget.Variance(0.5)) { Seed = seed }).ToDense(),
        ["random"] = (dY, seed) => Sparsify.RandomKVjp(dY, 0.5f, seed, scaled: true).ToDense(),
        ["Gaussian-k"] = (dY, _) => Sparsify.GaussianKVjp(dY, 0.5f, asPublished: false).ToDense(),
        ["DGC"] = (dY, _) => Sparsify.DgcKVjp(dY, 0.5f).ToDense(),
        ["a threshold"] = (dY, _) => Sparsify.ThresholdVjp(dY, 0.5f).ToDense(),
        ["blocks"] = (dY, _) => Sparsify.TopKBlocksVjp(dY, 0.5f, 2, SliceNorm.L1).ToDense(),
        ["energy"] = (dY, _) => Sparsify.ByVjp(dY, new TopK(Budget.Energy(0.5)) { Scope = SelectionScope.Tensor }).ToDense(),
        ["columns"] = (dY, _) => Sparsify.TopKColumnsVjp(dY, 0.5f).ToDense(),
        ["sampled columns"] = (dY, seed) => Sparsify.SampledKColumnsVjp(dY, 0.5f, seed).ToDense(),
        ["columns by energy"] = (dY, _) => Sparsify.ByVjp(dY, new TopKColumns(Budget.Energy(0.5)) { BiasFromAll = true }).ToDense(),
        ["examples by energy"] = (dY, _) => Sparsify.ByVjp(dY, new TopKExamples(Budget.Energy(0.5))).ToDense(),
        ["rows by energy"] = (dY, _) => Sparsify.TopKVjp(dY, Budget.Energy(0.5), SelectionScope.Row).ToDense(),
        ["rows by variance"] = (dY, seed) => Sparsify.SampledKVjp(dY, Budget.Variance(0.5), seed, SelectionScope.Row).ToDense(),
        ["columns by variance"] = (dY, seed) => Sparsify.SampledKColumnsVjp(dY, Budget.Variance(0.5), seed).ToDense(),
        ["two entries"] = (dY, _) => Sparsify.TopKVjp(dY, 2, SelectionScope.Tensor).ToDense(),
        ["two columns"] = (dY, _) => Sparsify.TopKColumnsVjp(dY, 2).ToDense(),
        ["two random entries"] = (dY, seed) => Sparsify.RandomKVjp(dY, 2, seed, scaled: true).ToDense(),
        ["two sampled examples"] = (dY, seed) => Sparsify.SampledKExamplesVjp(dY, 2, seed).ToDense(),
        ["two blocks"] = (dY, _) => Sparsify.TopKBlocksVjp(dY, 2, 2, SliceNorm.L1).ToDense(),
        ["sampled examples"] = (dY, seed) => Sparsify.SampledKExamplesVjp(dY, 0.5f, seed).ToDense(),
    };

    public static TheoryData<string, string> EveryOperation() => Cross(Operations.Keys);

    public static TheoryData<string, string> EveryPoint() => Cross(Points.Keys);

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public void An_operation_on_nothing_gives_the_shape_that_it_would_give(string operation, string device)
    {
        (string shape, Func<Device, Tensor> run) = Operations[operation];
        Tensor y = run(Find(device));
        Assert.Equal(shape, y.ShapeText);
        Assert.Equal(run(Device.Reference).ToArray(), y.ToArray());
    }

    [Theory]
    [MemberData(nameof(EveryPoint))]
    public void A_sparsity_point_lets_nothing_of_nothing_pass(string point, string device)
    {
        int[][] shapes = [[0, 4], [3, 0], [0, 0], [0], [2, 0, 3], [0, 2, 3]];
        foreach (int[] shape in shapes)
            Assert.Equal(shape, Points[point](Z(Find(device), shape), 1).Shape.ToArray());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Rules_take_gradients_of_nothing(string device)
    {
        Device d = Find(device);
        SparseRows dY = Sparsify.TopKVjp(Z(d, 0, 5), 0.5f, SelectionScope.Row);
        Tensor w = Ones(d, 5, 4);
        RowGradient dW = new(w);
        RowGradient dB = new(Z(d, 5));
        Assert.Equal("[0, 4]", LinearVjpX(dY, Z(d, 0, 4), w).ShapeText);
        LinearVjpW(Z(d, 0, 4), dY, dW);
        LinearVjpB(dY, dB);
        Assert.All(dW.Values.ToArray(), static entry => Assert.Equal(0, entry));
        Assert.All(dB.Values.ToArray(), static entry => Assert.Equal(0, entry));
        LinearVjpW(Z(d, 0, 4), Z(d, 0, 5), dW);
        LinearVjpB(Z(d, 0, 5), dB);
        Assert.All(dW.Values.ToArray(), static entry => Assert.Equal(0, entry));
        Assert.All(dB.Values.ToArray(), static entry => Assert.Equal(0, entry));
        Assert.Equal("[0, 5]", Relu(Z(d, 0, 5)).ShapeText);
    }

    private static TheoryData<string, string> Cross(IEnumerable<string> names)
    {
        var data = new TheoryData<string, string>();
        foreach (string name in names)
        {
            data.Add(name, "cpu");
            data.Add(name, "reference");
        }

        return data;
    }

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;

    private static Tensor Z(Device device, params int[] shape) => Tensor.Zeros(device, shape);

    private static Tensor Ones(Device device, params int[] shape) => Tensor.Full(1, shape).To(device);
}
