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
        { "Reshape: x is [2, 3], 6 entries, which do not fill [4, -1].", () => Reshape(Z(2, 3), 4, -1) },
        { "Transpose: axis is -2, but x is [3], which has axes -1 to 0.", () => Transpose(Z(3)) },
        { "Softmax: axis is 1, but x is [3], which has axes -1 to 0.", () => Softmax(Z(3), 1) },
        { "SoftmaxCrossEntropy: logits is [4, 3] and there are 2 labels; there must be one label for each row, and at least one row.", () => SoftmaxCrossEntropy(Z(4, 3), Labels.From([0, 1])) },
        { "SoftmaxCrossEntropy: a label is 3, but logits [2, 3] have classes 0 to 2.", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([0, 3])) },
        { "SoftmaxCrossEntropy: a label is -1, but logits [2, 3] have classes 0 to 2.", () => SoftmaxCrossEntropy(Z(2, 3), Labels.From([0, -1])) },
        { "MeanSquaredError: prediction is [2, 3] but target is [3]; they must have one shape and at least one entry.", () => MeanSquaredError(Z(2, 3), Z(3)) },
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
