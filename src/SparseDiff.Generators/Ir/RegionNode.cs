using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A statement with blocks in it; its results are the <see cref="PartNode"/>s that read it.</summary>
/// <param name="Region">Its number in the method.</param>
/// <param name="Operands">The outer tensors that its blocks and its head read.</param>
/// <param name="Scalars">The outer scalars that they read.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record RegionNode(int Region, EquatableArray<int> Operands, EquatableArray<int> Scalars, int Line)
    : Node(string.Empty, Format.Tensor, [], IsBackward: false, Line)
{
    public override IEnumerable<int> Reads => Operands;

    public override IEnumerable<int> ReadsScalars => Scalars;
}

/// <summary>The backward pass of a statement with blocks; the gradients that it gives are the parts that read it.</summary>
/// <param name="Region">Its number in the method.</param>
/// <param name="Forward">The forward node.</param>
/// <param name="Seeds">The gradients of its results.</param>
/// <param name="Likes">The forward values whose shape its accumulators have.</param>
/// <param name="Kept">What its blocks may have kept.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record RegionVjpNode(int Region, int Forward, EquatableArray<int> Seeds, EquatableArray<int> Likes, EquatableArray<int> Kept, int Line)
    : Node(string.Empty, Format.Tensor, [], IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => Seeds;

    public override IEnumerable<int> ReadsShape => Likes;

    public override IEnumerable<int> KeepsIntact => Kept;
}
