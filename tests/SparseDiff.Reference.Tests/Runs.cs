namespace SparseDiff.Tests.Reference;

/// <summary>How to run each operation of the reference file with its generated passes: the result, and the gradients in the order of the inputs.</summary>
internal static partial class Runs
{
    public delegate (Tensor Y, Tensor[] Gradients) Run(OperationCase on, Device device);

    public static Run? Find(OperationCase @case) => @case.Operation switch
    {
        "cross_entropy" when @case.Has("label_smoothing") || @case.Has("ignore_index") => Table["cross_entropy_smoothed"],
        "matmul" or "matmul_batched" => @case.Flag("transpose_a") ? Table["matmul_ta"] : @case.Flag("transpose_b") ? Table["matmul_tb"] : Table["matmul"],
        "gelu" => Table[@case.Attributes.Contains("tanh", StringComparison.Ordinal) ? "gelu_tanh" : "gelu"],
        var name => Table.GetValueOrDefault(name),
    };

    private static readonly Dictionary<string, Run> Table = new([.. Products, .. Unary, .. Binary, .. Reductions, .. Losses, .. Shapes]);
}
