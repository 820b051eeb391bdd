using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>Another differentiable method that a method calls.</summary>
/// <param name="Key">The overload: what the graph of calls knows it by.</param>
/// <param name="Name">As a reader calls it: <c>Block.Forward</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="SavedType">The type of what its backward pass reads, as written in generated code.</param>
/// <param name="Saved">The variable that holds it.</param>
/// <param name="Receiver">The object it is called on, from the caller's; of a static method its type.</param>
/// <param name="Gradients">The object that its gradients are added to, from the caller's gradients; empty for the caller's own.</param>
/// <param name="IsStatic">Whether it has arguments' gradients only.</param>
/// <param name="HasParameters">Whether its result depends on parameters.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Results">How many tensors it returns.</param>
/// <param name="GivesInputs">Whether there is, or can be, an overload that gives the gradients of its arguments.</param>
internal sealed record CalleeSpec(
    string Key,
    string Name,
    string Method,
    string SavedType,
    string Saved,
    EquatableArray<PathPart> Receiver,
    EquatableArray<PathPart> Gradients,
    bool IsStatic,
    bool HasParameters,
    EquatableArray<ArgumentSpec> Arguments,
    int Results,
    bool GivesInputs)
{
    /// <summary>The variable of its results, where these are copied: its own values are computed again in the backward pass, not kept. Else empty.</summary>
    public string Output { get; init; } = string.Empty;

    /// <summary>Whether it is called by <c>base</c>, because the object may have another method of its name.</summary>
    public bool IsOfBase { get; init; }

    /// <summary>Whether it is called through an interface: what its backward pass reads stays in its workspace.</summary>
    public bool IsOfInterface { get; init; }

    /// <summary>The declared shape of its result.</summary>
    public ShapeSpec? Shape { get; init; }

    /// <summary>Whether its derivative is written in this project, by the generator.</summary>
    public bool IsWrittenHere { get; init; }

    /// <summary>Whether its derivative is written by hand: the gradients that it gives lie in memory of its own.</summary>
    public bool IsByHand { get; init; }

    public bool IsRecomputed => Output.Length > 0;

    /// <summary>The captured scalars that say which element of a list is meant.</summary>
    public IEnumerable<int> Indices => Receiver.Concat(Gradients).Where(static part => part.Index >= 0).Select(static part => part.Index).Distinct();

    /// <summary>The arguments whose gradient the callee can give.</summary>
    public IEnumerable<ArgumentSpec> Differentiable => Arguments.Where(static argument => argument is { IsTensor: true, WantsGradient: true });
}

/// <summary>One step from an object to a part of it.</summary>
/// <param name="Text">The member; for the first also <c>this</c> or a type.</param>
/// <param name="Index">The captured scalar that chooses an element of it; -1 for the member itself.</param>
internal sealed record PathPart(string Text, int Index);
