using SparseDiff.Tests.Tensors;
using static SparseDiff.Ops;

namespace SparseDiff.Tests.Operations;

public class ShapeErrorTests
{
    public static TheoryData<string, Action> Wrong() => new()
    {
        { "Linear: x is [64, 784] but w is [512, 256]; x's last dimension must equal w's last dimension.", () => Linear(Z(64, 784), Z(512, 256)) },
        { "Linear: b is [3] but w is [5, 4]; b must be [5], one entry for each row of w.", () => Linear(Z(2, 4), Z(5, 4), Z(3)) },
        { "Linear: x is [2, 4] and w is [4]; x must be [..., inputs] and w [outputs, inputs].", () => Linear(Z(2, 4), Z(4)) },
        { "MatMul: a is [2, 3] but b is [4, 5]; the columns of the first (3) must equal the rows of the second (4).", () => MatMul(Z(2, 3), Z(4, 5)) },
        { "MatMul: a is [2, 3] but b is [4, 5] transposed; the columns of the first (3) must equal the rows of the second (5).", () => MatMul(Z(2, 3), Z(4, 5), transposeB: true) },
        { "MatMul: the leading dimensions of a, [2, 3, 4], and b, [3, 4, 5], do not broadcast; they must be equal or 1.", () => MatMul(Z(2, 3, 4), Z(3, 4, 5)) },
        { "MatMul: a is [3] and b is [3, 2]; both must have at least two dimensions.", () => MatMul(Z(3), Z(3, 2)) },
        { "the shapes [2, 3], [4] do not broadcast", () => Add(Z(2, 3), Z(4)) },
        { "Sum: axis is 2, but x is [2, 3], which has axes -2 to 1.", () => Sum(Z(2, 3), 2) },
        { "Mean: x is [0, 3]; there is no mean of no entries.", () => Mean(Z(0, 3)) },
        { "Sum: axis is 0, but x is [], which has no axes.", () => Sum(Z(), 0) },
        { "Reshape: [-1, -1] is no shape; its dimensions must be 0 or more, and one of them may be -1.", () => Reshape(Z(2, 3), -1, -1) },
        { "Reshape: [-2, -3] is no shape; its dimensions must be 0 or more, and one of them may be -1.", () => Reshape(Z(2, 3), -2, -3) },
        { "Reshape: x is [2, 3], 6 entries, which do not fill [4, -1].", () => Reshape(Z(2, 3), 4, -1) },
        { "Transpose: axis is -2, but x is [3], which has axes -1 to 0.", () => Transpose(Z(3)) },
        { "Softmax: axis is 1, but x is [3], which has axes -1 to 0.", () => Softmax(Z(3), 1) },
        { "SoftmaxCrossEntropy: logits is [4, 3] and there are 2 labels; there must be one label for each row, and at least one row.", () => SoftmaxCrossEntropy(Z(4, 3), Labels.From([0, 1])) },
        { "SoftmaxCrossEntropy: a label is 3, but logits [2, 3] have classes 0 to 2.", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([0, 3])) },
        { "SoftmaxCrossEntropy: a label is -1, but logits [2, 3] have classes 0 to 2.", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([0, -1])) },
        { "MeanSquaredError: prediction is [2, 3] but target is [3]; they must have one shape and at least one entry.", () => MeanSquaredError(Z(2, 3), Z(3)) },
        { "SoftmaxCrossEntropy: all 2 labels are -100, which is ignored; there is no mean of no rows.", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([-100, -100]), ignoreIndex: -100) },
        { "SoftmaxCrossEntropy: labelSmoothing must lie in [0, 1].", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([0, 1]), 1.5f) },
        { "Embedding: an index is 7, but w is [7, 2], which has rows 0 to 6.", () => Embedding(Z(7, 2), Indices.From([0, 7], [2])) },
        { "Embedding: w is [], which has no rows; it must be [rows, ...].", () => Embedding(Z(), Indices.From([0], [1])) },
        { "GatherRows: an index is -1, but x is [7, 2], which has rows 0 to 6.", () => GatherRows(Z(7, 2), Indices.From([0, -1], [2])) },
        { "LayerNorm: x is [3, 4] but b is [3]; b must be [4], one entry for each feature of x.", () => LayerNorm(Z(3, 4), Z(4), Z(3)) },
        { "RmsNorm: x is [3, 4] but w is [4, 1]; w must be [4], one entry for each feature of x.", () => RmsNorm(Z(3, 4), Z(4, 1)) },
        { "Slice: 1 to 5 do not lie inside axis -1 of x, which is [3, 4].", () => Slice(Z(3, 4), -1, 1, 5) },
        { "Concat: [2, 3] and [3, 3] do not go together; all dimensions but axis 1 must be equal.", () => Concat(Z(2, 3), Z(3, 3), 1) },
        { "Stack: one tensor is [2, 3] but another [3, 2]; all must have one shape.", () => Stack(Z(2, 3), Z(3, 2)) },
        { "Permute: axes are [0, 0], but x is [2, 3]; each of its axes must occur once.", () => Permute(Z(2, 3), [0, 0]) },
        { "An element-wise operation: [2, 3] does not broadcast to [2, 4].", () => BroadcastTo(Z(2, 3), [2, 4]) },
        { "ScaledDotProductAttention: q is [2, 3], k is [4, 3] and v is [5, 3]; they must be", () => ScaledDotProductAttention(Z(2, 3), Z(4, 3), Z(5, 3)) },
        { "SelfAttention: qkv is [2, 12] and heads is 3; qkv must be", () => SelfAttention(Z(2, 12), 3) },
        { "LstmGates: z is [2, 6]; it must be [..., 4 · hidden].", () => LstmGates(Z(2, 6)) },
        { "LstmMemory: gates is [2, 8] but c is [2, 3]; they must be [..., 4 · hidden] and [..., hidden].", () => LstmMemory(Z(2, 8), Z(2, 3)) },
        { "LstmOutput: gates is [3, 8] but c is [2, 2]; they must be [..., 4 · hidden] and [..., hidden].", () => LstmOutput(Z(3, 8), Z(2, 2)) },
        { "GruOutput: zH is [2, 8] but h is [2, 2]; they must be [..., 3 · hidden] and [..., hidden].", () => GruOutput(Z(2, 6), Z(2, 8), Z(2, 2)) },
        { "Dropout: rate must lie in [0, 1).", () => Dropout(Z(2), 1f, 0, 0) },
        { "Linear: its tensors must be on one device, but they are on cpu and reference; move them with To(device).", () => Linear(Z(2, 4), Tensor.Zeros(Device.Reference, 5, 4)) },
        { "An element-wise operation: its tensors must be on one device", () => Add(Z(2), Tensor.Zeros(Device.Reference, 2)) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_shape_says_both_shapes_and_what_must_be_equal(string message, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        TensorTests.Says<Exception>(message, action);
    }

    private static Tensor Z(params int[] shape) => Tensor.Zeros(shape);
}
