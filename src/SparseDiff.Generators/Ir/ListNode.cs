using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A local array or list of tensors begins.</summary>
/// <param name="Name">Its variable.</param>
/// <param name="Number">Its number in the workspace.</param>
/// <param name="Operands">Its length, where it has one from the beginning.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ListNode(string Name, int Number, EquatableArray<Operand> Operands, int Line)
    : OperandNode(Name, Format.Tensor, [], IsBackward: false, Line, Operands);

/// <summary>An element is read.</summary>
/// <param name="Name">The variable it becomes.</param>
/// <param name="List">The list's variable.</param>
/// <param name="Operands">Its number.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ElementNode(string Name, string List, EquatableArray<Operand> Operands, EquatableArray<int> Shape, int Line)
    : OperandNode(Name, Format.Tensor, Shape, IsBackward: false, Line, Operands);

/// <summary>An element is written, or one is added at the end.</summary>
/// <param name="List">The list's variable.</param>
/// <param name="Operands">Its number, where it has one, and the value.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record StoreNode(string List, EquatableArray<Operand> Operands, int Line)
    : OperandNode(string.Empty, Format.Tensor, [], IsBackward: false, Line, Operands);

/// <summary>The gradients of a list's elements begin.</summary>
/// <param name="Name">Their variable.</param>
/// <param name="Number">The list's number in the workspace.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ListGradientNode(string Name, int Number, int Line) : Node(Name, Format.Tensor, [], IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [];
}

/// <summary>The backward pass of a read: the element's gradient grows.</summary>
/// <param name="Gradients">The variable of the list's gradients.</param>
/// <param name="Cotangent">The gradient of what was read.</param>
/// <param name="Index">The element's number.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ElementVjpNode(string Gradients, int Cotangent, Operand Index, int Line) : Node(string.Empty, Format.Tensor, [], IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [Cotangent];

    public override IEnumerable<int> ReadsScalars => Index.Scalars;
}

/// <summary>The backward pass of a write: the element's gradient is that of the written value, and the list becomes what it was before.</summary>
/// <param name="Name">The gradient's variable; empty where nobody wants it.</param>
/// <param name="Gradients">The variable of the list's gradients.</param>
/// <param name="Index">The element's number; null for the last one.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record StoreVjpNode(string Name, string Gradients, Operand? Index, EquatableArray<int> Shape, int Line)
    : Node(Name, Format.Tensor, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [];

    public override IEnumerable<int> ReadsScalars => Index?.Scalars ?? [];
}
