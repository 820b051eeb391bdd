using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>
/// One value or effect of the whole program, forward and backward: the nodes of a directed graph, numbered in an order in which
/// every node comes after what it reads.
/// </summary>
/// <param name="Name">The variable it becomes; empty for an effect.</param>
/// <param name="Format">The format of a gradient; a forward value is a tensor.</param>
/// <param name="Shape">
/// Its shape class: the opaque shapes that it is the broadcast of. Values with equal classes have equal shapes for certain.
/// </param>
/// <param name="IsBackward">Whether it belongs to the backward pass.</param>
/// <param name="Line">The user's statement it belongs to.</param>
internal abstract record Node(string Name, Format Format, EquatableArray<int> Shape, bool IsBackward, int Line)
{
    /// <summary>The nodes whose entries it reads.</summary>
    public abstract IEnumerable<int> Reads { get; }

    /// <summary>The nodes of which it reads only the shape.</summary>
    public virtual IEnumerable<int> ReadsShape => [];

    /// <summary>The nodes that must stay as they are until it runs, though it does not read them itself.</summary>
    public virtual IEnumerable<int> KeepsIntact => [];

    /// <summary>The nodes that must run before it, though it reads nothing of theirs: they touch a list that it touches too.</summary>
    public EquatableArray<int> Follows { get; init; }

    /// <summary>The captured scalars that it reads.</summary>
    public virtual IEnumerable<int> ReadsScalars => [];

    /// <summary>Whether it is computed entry by entry, so that it can share a kernel with its neighbours.</summary>
    public virtual bool IsElementwise => false;
}

/// <summary>A parameter, an argument, another member, or what plain code made.</summary>
internal sealed record LeafNode(string Name, ValueKind Kind, string Text, int BeforeCall, EquatableArray<int> Shape)
    : Node(Name, Format.Tensor, Shape, IsBackward: false, Line: 0)
{
    /// <summary>The captured expression that makes it; -1 if there is none.</summary>
    public int Scalar { get; init; } = -1;

    public override IEnumerable<int> Reads => [];

    public override IEnumerable<int> ReadsScalars => Scalar >= 0 ? [Scalar] : [];
}

/// <summary>The gradient of the result, where the backward pass begins.</summary>
internal sealed record SeedNode(string Name, EquatableArray<int> Shape) : Node(Name, Format.Tensor, Shape, IsBackward: true, Line: -1)
{
    public override IEnumerable<int> Reads => [];
}

/// <summary>A node that calls something with operands.</summary>
internal abstract record OperandNode(
    string Name, Format Format, EquatableArray<int> Shape, bool IsBackward, int Line, EquatableArray<Operand> Operands)
    : Node(Name, Format, Shape, IsBackward, Line)
{
    public override IEnumerable<int> Reads => Operands.Where(static o => o.Kind == OperandKind.Tensor && !o.ShapeOnly).Select(static o => o.Index);

    public override IEnumerable<int> ReadsShape => Operands.Where(static o => o.Kind == OperandKind.Tensor && o.ShapeOnly).Select(static o => o.Index);

    public override IEnumerable<int> ReadsScalars => Operands.SelectMany(static o => o.Scalars);
}

/// <summary>An operation that is a kernel of its own, such as a product.</summary>
internal sealed record CallNode(string Name, OperationSpec Operation, EquatableArray<Operand> Operands, EquatableArray<int> Shape, int Line)
    : OperandNode(Name, Format.Tensor, Shape, IsBackward: false, Line, Operands);

/// <summary>An element-wise step: a lane struct's <c>Apply</c> in the forward pass, one of its pulls in the backward pass.</summary>
internal sealed record LaneNode(
    string Name, Format Format, string Struct, string Method, EquatableArray<Operand> Operands, EquatableArray<int> Shape, bool IsBackward, int Line)
    : OperandNode(Name, Format, Shape, IsBackward, Line, Operands)
{
    public override bool IsElementwise => true;

    /// <summary>Whether it takes dozens of instructions.</summary>
    public bool IsCostly { get; init; }
}

/// <summary>The sum of two gradients of one value.</summary>
internal sealed record SumNode(string Name, Format Format, int Left, int Right, bool IsMixed, EquatableArray<int> Shape, int Line)
    : Node(Name, Format, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [Left, Right];

    public override bool IsElementwise => !IsMixed;
}

/// <summary>A derivative rule that is a method call; without a target it gives the gradient, with one it adds to it.</summary>
internal sealed record RuleNode(
    string Name, Format Format, VjpRule Rule, EquatableArray<Operand> Operands, GradientTarget? Target, EquatableArray<int> Shape, int Line)
    : OperandNode(Name, Format, Shape, IsBackward: true, Line, Operands);

/// <summary>A sparsity point: from here on the gradient is sparse.</summary>
/// <param name="Name">The gradient's name.</param>
/// <param name="Rule">The rule that selects from a gradient that exists.</param>
/// <param name="Fused">The rule that produces the gradient while it selects; null when there is none.</param>
/// <param name="Operands">The operands of <paramref name="Rule"/>.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record SelectNode(string Name, Format Format, VjpRule Rule, VjpRule? Fused, EquatableArray<Operand> Operands, EquatableArray<int> Shape, int Line)
    : OperandNode(Name, Format, Shape, IsBackward: true, Line, Operands)
{
    public int Cotangent => Operands.First(static o => o.Parameter == VjpRule.Cotangent).Index;
}

/// <summary>
/// A sparsity point in the forward pass, where it checks its settings: a wrong one is refused before any gradient is written. Of its tensor only the shape
/// matters; that does not make a tensor of what lives only inside a kernel.
/// </summary>
/// <param name="Point">The marker.</param>
/// <param name="Operands">What it reads, by position.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record CheckNode(OperationSpec Point, EquatableArray<Operand> Operands, int Line)
    : OperandNode(string.Empty, Format.Tensor, [], IsBackward: false, Line, Operands);

/// <summary>The gradient of an operand of several that compete: it, or nothing.</summary>
/// <param name="Name">The gradient's name.</param>
/// <param name="Candidates">The gradients of all operands that compete.</param>
/// <param name="Index">Which of them it is.</param>
/// <param name="Choice">The variable that says which of them travels on.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ChildNode(string Name, Format Format, EquatableArray<int> Candidates, int Index, string Choice, EquatableArray<int> Shape, int Line)
    : Node(Name, Format, Shape, IsBackward: true, Line)
{
    /// <summary>The policy that chooses; without one the largest travels on.</summary>
    public Operand? Policy { get; init; }

    public override IEnumerable<int> Reads => Candidates;

    public override IEnumerable<int> ReadsScalars => Policy?.Scalars ?? [];

    public int Candidate => Candidates[Index];
}

/// <summary>A gradient summed over the dimensions in which the value was stretched; with a target, added to it.</summary>
internal sealed record SumToNode(string Name, Format Format, int Source, int Like, GradientTarget? Target, EquatableArray<int> Shape, int Line)
    : Node(Name, Format, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [Source];

    public override IEnumerable<int> ReadsShape => Target is null ? [Like] : [];
}

/// <summary>The one way from a sparse gradient to a dense one.</summary>
internal sealed record ToDenseNode(string Name, int Source, EquatableArray<int> Shape, int Line)
    : Node(Name, Format.Tensor, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => [Source];
}

/// <summary>What rules have added up in an accumulator, as a gradient.</summary>
/// <param name="Name">The gradient's name.</param>
/// <param name="Rules">The nodes that add to it.</param>
/// <param name="Target">The accumulator.</param>
/// <param name="Shape">The shape class.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record AccumulatedNode(string Name, EquatableArray<int> Rules, GradientTarget Target, EquatableArray<int> Shape, int Line)
    : Node(Name, Format.Tensor, Shape, IsBackward: true, Line)
{
    public override IEnumerable<int> Reads => Rules;
}

/// <summary>Where a rule adds to: a parameter's gradient, or an accumulator for another value.</summary>
/// <param name="Name">The parameter, or the accumulator's variable.</param>
/// <param name="Accumulator">The accumulator's number; -1 for a parameter.</param>
/// <param name="Like">The forward node whose shape the accumulator has; -1 for a parameter.</param>
internal sealed record GradientTarget(string Name, int Accumulator, int Like)
{
    public const int OfParameter = -1;

    /// <summary>An accumulator that was made around the block.</summary>
    public const int OfOuter = -2;

    /// <summary>The gradients of a local array or list.</summary>
    public const int OfList = -3;

    /// <summary>Whether it exists before the pass of the method or block begins.</summary>
    public bool IsParameter => Accumulator < 0;
}

/// <summary>An operand of a node.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Index">The node or the captured scalar.</param>
/// <param name="Text">A constant's text.</param>
/// <param name="ShapeOnly">Of a tensor: whether only its shape is read.</param>
internal sealed record Operand(string Parameter, OperandKind Kind, int Index, string Text, bool ShapeOnly = false)
{
    /// <summary>The captured scalars that it reads: itself, or the elements of a list.</summary>
    public EquatableArray<int> Scalars { get; init; }

    /// <summary>Whether the user left it out.</summary>
    public bool IsOmitted { get; init; }
}
