namespace SparseDiff.Tests.Reference;

/// <summary>One differentiable function for each operation, as a user would write it; the generator differentiates them.</summary>
public static partial class Functions
{
    [Differentiable]
    public static Tensor Linear(Tensor x, Tensor w, Tensor b) => Ops.Linear(x, w, b);

    [Differentiable]
    public static Tensor MatMul(Tensor a, Tensor b) => Ops.MatMul(a, b);

    [Differentiable]
    public static Tensor MatMulTransposedA(Tensor a, Tensor b) => Ops.MatMul(a, b, transposeA: true);

    [Differentiable]
    public static Tensor MatMulTransposedB(Tensor a, Tensor b) => Ops.MatMul(a, b, transposeB: true);

    [Differentiable]
    public static Tensor Relu(Tensor x) => Ops.Relu(x);

    [Differentiable]
    public static Tensor Sigmoid(Tensor x) => Ops.Sigmoid(x);

    [Differentiable]
    public static Tensor Tanh(Tensor x) => Ops.Tanh(x);

    [Differentiable]
    public static Tensor Exp(Tensor x) => Ops.Exp(x);

    [Differentiable]
    public static Tensor Silu(Tensor x) => Ops.Silu(x);

    [Differentiable]
    public static Tensor Softplus(Tensor x) => Ops.Softplus(x);

    [Differentiable]
    public static Tensor Abs(Tensor x) => Ops.Abs(x);

    [Differentiable]
    public static Tensor Negate(Tensor x) => -x;

    [Differentiable]
    public static Tensor Square(Tensor x) => Ops.Square(x);

    [Differentiable]
    public static Tensor Log(Tensor x) => Ops.Log(x);

    [Differentiable]
    public static Tensor Sqrt(Tensor x) => Ops.Sqrt(x);

    [Differentiable]
    public static Tensor Gelu(Tensor x) => Ops.Gelu(x);

    [Differentiable]
    public static Tensor GeluTanh(Tensor x) => Ops.GeluTanh(x);

    [Differentiable]
    public static Tensor LeakyRelu(Tensor x, float negativeSlope) => Ops.LeakyRelu(x, negativeSlope);

    [Differentiable]
    public static Tensor Pow(Tensor x, float exponent) => Ops.Pow(x, exponent);

    [Differentiable]
    public static Tensor Add(Tensor a, Tensor b) => a + b;

    [Differentiable]
    public static Tensor Subtract(Tensor a, Tensor b) => a - b;

    [Differentiable]
    public static Tensor Multiply(Tensor a, Tensor b) => a * b;

    [Differentiable]
    public static Tensor Divide(Tensor a, Tensor b) => a / b;

    [Differentiable]
    public static Tensor Sum(Tensor x, int? axis, bool keepDims) => Ops.Sum(x, axis, keepDims);

    [Differentiable]
    public static Tensor Mean(Tensor x, int? axis, bool keepDims) => Ops.Mean(x, axis, keepDims);

    [Differentiable]
    public static Tensor Softmax(Tensor x, int axis) => Ops.Softmax(x, axis);

    [Differentiable]
    public static Tensor LogSoftmax(Tensor x, int axis) => Ops.LogSoftmax(x, axis);

    [Differentiable]
    public static Tensor SoftmaxCrossEntropy(Tensor x, Labels labels) => Ops.SoftmaxCrossEntropy(x, labels);

    [Differentiable]
    public static Tensor MeanSquaredError(Tensor x, Tensor y) => Ops.MeanSquaredError(x, y);

    [Differentiable]
    public static Tensor Reshape(Tensor x, int columns) => Ops.Reshape(x, -1, columns);

    [Differentiable]
    public static Tensor Transpose(Tensor x) => Ops.Transpose(x);

    [Differentiable]
    public static Tensor SmoothedCrossEntropy(Tensor x, Labels labels, float labelSmoothing, int? ignoreIndex) =>
        Ops.SoftmaxCrossEntropy(x, labels, labelSmoothing, ignoreIndex);

    [Differentiable]
    public static Tensor LayerNorm(Tensor x, Tensor w, Tensor b, float epsilon) => Ops.LayerNorm(x, w, b, epsilon);

    [Differentiable]
    public static Tensor RmsNorm(Tensor x, Tensor w, float epsilon) => Ops.RmsNorm(x, w, epsilon);

    [Differentiable]
    public static Tensor Embedding(Tensor w, Indices indices) => Ops.Embedding(w, indices);

    [Differentiable]
    public static Tensor GatherRows(Tensor x, Indices indices) => Ops.GatherRows(x, indices);

    [Differentiable]
    public static Tensor Permute(Tensor x) => Ops.Permute(x, [2, 0, 1]);

    [Differentiable]
    public static Tensor Slice(Tensor x, int axis, int start, int end) => Ops.Slice(x, axis, start, end);

    [Differentiable]
    public static Tensor Concat(Tensor a, Tensor b, int axis) => Ops.Concat(a, b, axis);

    [Differentiable]
    public static Tensor Stack(Tensor a, Tensor b, int axis) => Ops.Stack(a, b, axis);

    [Differentiable]
    public static Tensor BroadcastTo(Tensor x, int leading) => Ops.BroadcastTo(x, [leading, x.Shape[0], x.Shape[1]]);

    [Differentiable]
    public static Tensor ScaledDotProductAttention(Tensor q, Tensor k, Tensor v, bool causal) => Ops.ScaledDotProductAttention(q, k, v, causal);

    [Differentiable]
    public static Tensor LstmCell(Tensor x, Tensor h, Tensor c, Tensor wIh, Tensor wHh, Tensor bIh, Tensor bHh)
    {
        var gates = Ops.LstmGates(Ops.Linear(x, wIh, bIh) + Ops.Linear(h, wHh, bHh));
        var memory = Ops.LstmMemory(gates, c);
        return Ops.Concat(Ops.LstmOutput(gates, memory), memory, axis: 1);
    }

    [Differentiable]
    public static Tensor GruCell(Tensor x, Tensor h, Tensor wIh, Tensor wHh, Tensor bIh, Tensor bHh) =>
        Ops.GruOutput(Ops.Linear(x, wIh, bIh), Ops.Linear(h, wHh, bHh), h);

    [Differentiable]
    public static Tensor Conv2d(Tensor x, Tensor w, Tensor b, int stride, int padding, int groups) => Ops.Conv2d(x, w, b, stride, padding, groups: groups);

    [Differentiable]
    public static Tensor MaxPool2d(Tensor x, int kernel, int stride, int padding) => Ops.MaxPool2d(x, kernel, stride, padding);

    [Differentiable]
    public static Tensor AvgPool2d(Tensor x, int kernel, int stride, int padding) => Ops.AvgPool2d(x, kernel, stride, padding);

    [Differentiable]
    public static Tensor GlobalAvgPool2d(Tensor x) => Ops.GlobalAvgPool2d(x);

    [Differentiable]
    public static Tensor BatchNorm(Tensor x, Tensor w, Tensor b, float eps) => Ops.BatchNorm(x, w, b, eps);

    [Differentiable]
    public static Tensor Sin(Tensor x) => Ops.Sin(x);

    [Differentiable]
    public static Tensor Cos(Tensor x) => Ops.Cos(x);

    [Differentiable]
    public static Tensor Rsqrt(Tensor x) => Ops.Rsqrt(x);

    [Differentiable]
    public static Tensor Reciprocal(Tensor x) => Ops.Reciprocal(x);

    [Differentiable]
    public static Tensor Erf(Tensor x) => Ops.Erf(x);

    [Differentiable]
    public static Tensor Elu(Tensor x) => Ops.Elu(x);

    [Differentiable]
    public static Tensor Clamp(Tensor x, float min, float max) => Ops.Clamp(x, min, max);

    [Differentiable]
    public static Tensor Maximum(Tensor a, Tensor b) => Ops.Maximum(a, b);

    [Differentiable]
    public static Tensor Minimum(Tensor a, Tensor b) => Ops.Minimum(a, b);

    [Differentiable]
    public static Tensor Where([NoGradient] Tensor condition, Tensor a, Tensor b) => Ops.Where(condition, a, b);

    [Differentiable]
    public static Tensor Max(Tensor x, int? axis, bool keepDims) => Ops.Max(x, axis, keepDims);

    [Differentiable]
    public static Tensor LogSumExp(Tensor x, int? axis, bool keepDims) => Ops.LogSumExp(x, axis, keepDims);

    [Differentiable]
    public static Tensor Product(Tensor x, int? axis, bool keepDims) => Ops.Product(x, axis, keepDims);

    [Differentiable]
    public static Tensor Variance(Tensor x, int? axis, bool keepDims) => Ops.Variance(x, axis, keepDims);

    [Differentiable]
    public static Tensor CumulativeSum(Tensor x, int axis) => Ops.CumulativeSum(x, axis);

    [Differentiable]
    public static Tensor MeanAbsoluteError(Tensor x, Tensor y) => Ops.MeanAbsoluteError(x, y);

    [Differentiable]
    public static Tensor HuberLoss(Tensor x, Tensor y, float delta) => Ops.HuberLoss(x, y, delta);

    [Differentiable]
    public static Tensor SigmoidCrossEntropy(Tensor x, [NoGradient] Tensor y) => Ops.SigmoidCrossEntropy(x, y);
}
