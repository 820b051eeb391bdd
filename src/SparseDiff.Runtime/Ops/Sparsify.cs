using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Sparsity points: the identity forwards; backwards only selected entries of the gradient travel upstream, in a sparse format.
/// </summary>
public static partial class Sparsify
{
    private const string AmongRow = "of a row";
    private const string AmongTensor = "of the tensor";

    private static int Count(string policy, int k, SelectionScope scope, ReadOnlySpan<int> shape) => scope switch
    {
        SelectionScope.Row => SelectionSize.FromCount(policy, k, Width(shape), AmongRow),
        SelectionScope.Tensor => SelectionSize.FromCount(policy, k, Shapes.Length(shape), AmongTensor),
        _ when IsOfMaps(scope) => SelectionSize.FromCount(policy, k, MapWidth(policy, scope, shape), AmongMap),
        _ => throw Unknown(policy, scope),
    };

    private static int Count(string policy, float ratio, SelectionScope scope, ReadOnlySpan<int> shape) => scope switch
    {
        SelectionScope.Row => SelectionSize.FromRatio(policy, ratio, Width(shape)),
        SelectionScope.Tensor => SelectionSize.FromRatio(policy, ratio, Shapes.Length(shape)),
        _ when IsOfMaps(scope) => SelectionSize.FromRatio(policy, ratio, MapWidth(policy, scope, shape)),
        _ => throw Unknown(policy, scope),
    };

    private static int Width(ReadOnlySpan<int> shape) => shape.IsEmpty ? 1 : shape[^1];

    private static ArgumentOutOfRangeException Unknown(string policy, SelectionScope scope) =>
        new(nameof(scope), scope, $"{policy}: there is no such scope.");
}
