using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A call of another differentiable method; its results are the <see cref="PartNode"/>s that read it.</summary>
/// <param name="Callee">The method.</param>
/// <param name="Site">The number of its workspace in the caller's.</param>
/// <param name="Operands">By argument.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record CalleeNode(CalleeSpec Callee, int Site, EquatableArray<Operand> Operands, int Line)
    : OperandNode(string.Empty, Format.Tensor, [], IsBackward: false, Line, Operands)
{
    public override IEnumerable<int> ReadsScalars => base.ReadsScalars.Concat(Callee.Indices);
}

/// <summary>The backward pass of a call: adds to its parameters' gradients, and gives those of its arguments as parts.</summary>
/// <param name="Callee">The method.</param>
/// <param name="Call">The forward node.</param>
/// <param name="Seeds">The gradients of its results.</param>
/// <param name="Kept">What its own record of saved values may hold.</param>
/// <param name="Arguments">The arguments whose gradients are wanted; none at all calls the leaner overload.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record CalleeVjpNode(CalleeSpec Callee, int Call, EquatableArray<int> Seeds, EquatableArray<int> Kept, EquatableArray<string> Arguments, int Line)
    : Node(string.Empty, Format.Tensor, [], IsBackward: true, Line)
{
    /// <summary>The arguments, where the forward pass runs again.</summary>
    public EquatableArray<Operand> Operands { get; init; }

    public override IEnumerable<int> Reads => Seeds.Concat(Operands.Where(static o => o.Kind == OperandKind.Tensor).Select(static o => o.Index));

    public override IEnumerable<int> KeepsIntact => Kept;

    public override IEnumerable<int> ReadsScalars => Callee.Indices.Concat(Operands.SelectMany(static o => o.Scalars));
}

/// <summary>One of the tensors that a node gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The node.</param>
/// <param name="Part">Which one: the number of the result, or of the argument.</param>
/// <param name="MayShare">Tensors whose memory it may be.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="IsBackward">Whether it is a gradient.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record PartNode(string Name, int Source, int Part, EquatableArray<int> MayShare, EquatableArray<int> Shape, bool IsBackward, int Line)
    : Node(Name, Format.Tensor, Shape, IsBackward, Line)
{
    /// <summary>Whether it is copied out of memory that other calls use too.</summary>
    public bool IsCopied { get; init; }

    public override IEnumerable<int> Reads => [Source];
}

/// <summary>The gradient of a value that none reaches: zeros of its shape.</summary>
internal sealed record ZerosNode(string Name, int Like, EquatableArray<int> Shape, int Line) : Node(Name, Format.Tensor, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [];

    public override IEnumerable<int> ReadsShape => [Like];
}
