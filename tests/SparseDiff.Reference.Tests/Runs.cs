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

    /// <summary>The generated passes of a function whose arguments are the case's tensors of these names.</summary>
    private static Run Passes(string function, params string[] inputs) => (on, device) =>
    {
        object?[] forward = [.. inputs.Select(input => on.T(input, device)), null, null];
        var y = (Tensor)typeof(Functions).GetMethod(function + "Forward")!.Invoke(null, forward)!;
        object?[] backward = [forward[^2], on.Cotangent(device), .. new object?[inputs.Length]];
        typeof(Functions).GetMethods().Single(pass => pass.Name == function + "Backward" && pass.GetParameters().Length == backward.Length && !pass.GetParameters()[1].IsOut).Invoke(null, backward);
        return (y, [.. backward[2..].Cast<Tensor>()]);
    };

    private static readonly Dictionary<string, Run> Table = new([.. Products, .. Unary, .. Binary, .. Reductions, .. Losses, .. Shapes]);
}
