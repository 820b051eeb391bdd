using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Lanes;

namespace SparseDiff.Generators.Ir;

/// <summary>Everything that is to be written for a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Program">Its graph.</param>
/// <param name="Kernels">Its fused kernels.</param>
/// <param name="Forward">The steps of the forward pass.</param>
/// <param name="Backward">The steps of the backward pass.</param>
/// <param name="Lean">Those of them that the parameters' gradients need, where the arguments' are given too.</param>
/// <param name="Saved">What the record of saved values holds, beside the result.</param>
/// <param name="Slots">The buffer of each node; empty for a node without.</param>
internal sealed record MethodPlan(
    MethodSpec Method,
    TensorProgram Program,
    EquatableArray<Kernel> Kernels,
    EquatableArray<Step> Forward,
    EquatableArray<Step> Backward,
    EquatableArray<Step> Lean,
    EquatableArray<SavedSpec> Saved,
    EquatableArray<SlotSpec> Slots)
{
    /// <summary>Its statements with blocks.</summary>
    public EquatableArray<RegionPlan> Regions { get; init; }

    /// <summary>Of a loop's body: whether every gradient that it hands on has a buffer of its own, so that none from an earlier turn is handed on further.</summary>
    public bool HandsOnOwnGradients { get; init; }

    /// <summary>The methods it calls in which gradients become sparse.</summary>
    public EquatableArray<string> SparseCallees { get; init; }

    /// <summary>How those of its lambdas run that vector registers cannot compute.</summary>
    public EquatableArray<EntryByEntry> Lambdas { get; init; }

    /// <summary>The shapes that are known where the user declared some.</summary>
    public EquatableArray<NamedShape> Shapes { get; init; }

    /// <summary>This and the plans of all blocks in it.</summary>
    public IEnumerable<MethodPlan> All => new[] { this }.Concat(Regions.SelectMany(static region => region.Blocks).SelectMany(static block => block.All));

    /// <summary>Whether an overload of the backward pass gives the gradients of the arguments of an object's method.</summary>
    public bool HasInputOverload => !Method.IsStatic && Program.Outputs.Count > 0;

    /// <summary>Whether there may be parameters' gradients to add to: callers see only the type.</summary>
    public bool HasEffects => !HasInputOverload || Method.Type.Parameters.Any(static parameter => parameter.HasGradient) || Method.Type.SubModels.Count > 0 || Method.Type.Base.Length > 0;
}

/// <summary>A known shape as comments have it.</summary>
/// <param name="Name">The value's name in generated code.</param>
/// <param name="Text">Such as <c>[batch, hidden]</c>.</param>
internal sealed record NamedShape(string Name, string Text);

/// <summary>One statement of generated code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">The node, the kernel or the captured scalar.</param>
/// <param name="Kernel">Of a selection: the kernel that produces its gradient, or -1.</param>
/// <param name="Lines">The user's statements it belongs to.</param>
internal sealed record Step(StepKind Kind, int Index, int Kernel, EquatableArray<int> Lines);

/// <summary>What a step is.</summary>
internal enum StepKind
{
    /// <summary>A scalar is evaluated.</summary>
    Scalar,

    /// <summary>A member that is not a parameter is read.</summary>
    Capture,

    /// <summary>A node is computed by a call.</summary>
    Node,

    /// <summary>A fused kernel runs.</summary>
    Kernel,
}

/// <summary>A value kept for the backward pass.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Node">The tensor, or -1 for a scalar.</param>
/// <param name="ShapeOnly">Whether its entries may be overwritten.</param>
/// <param name="ReadBy">What reads it.</param>
internal sealed record SavedSpec(string Name, string Type, int Node, bool ShapeOnly, EquatableArray<string> ReadBy);

/// <summary>The buffer of a node.</summary>
/// <param name="Index">Its number; -1 for a node without a buffer.</param>
/// <param name="InPlaceOf">The name of the value it overwrites, or empty.</param>
internal sealed record SlotSpec(int Index, string InPlaceOf)
{
    /// <summary>Whether the buffer is one that all turns of a loop share.</summary>
    public bool IsPassing { get; init; }

    public static readonly SlotSpec None = new(-1, string.Empty);
}
