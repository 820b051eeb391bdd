using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>Everything that is to be written for a statement with blocks.</summary>
/// <param name="Number">Its number in the method.</param>
/// <param name="Spec">The statement.</param>
/// <param name="Results">The variables of its results that are needed.</param>
/// <param name="Initials">Of a loop: the nodes that these are before it.</param>
/// <param name="Blocks">Its blocks.</param>
/// <param name="Seeds">Of a loop: the variables that hold the gradients of what it carries, from the last iteration to the first.</param>
/// <param name="Gradients">Of a condition: the variables that its blocks give as gradients.</param>
/// <param name="Accumulators">Of a loop: where gradients of outer tensors add up.</param>
/// <param name="Names">Names of its own.</param>
/// <param name="HasBackward">Whether a gradient passes it.</param>
internal sealed record RegionPlan(
    int Number,
    RegionSpec Spec,
    EquatableArray<string> Results,
    EquatableArray<int> Initials,
    EquatableArray<MethodPlan> Blocks,
    EquatableArray<string> Seeds,
    EquatableArray<string> Gradients,
    EquatableArray<GradientTarget> Accumulators,
    RegionNames Names,
    bool HasBackward)
{
    /// <summary>Of a condition: the number of its blocks' workspace.</summary>
    public int Site { get; init; }

    /// <summary>
    /// Of a loop: whether nobody asks for the gradients of what it starts with. The steps that only the turn before reads then come last, and the
    /// first turn leaves them out.
    /// </summary>
    public bool StartsWithoutGradient { get; init; }
}

/// <summary>The variables of a region.</summary>
/// <param name="Workspace">The buffers of its blocks, or of one iteration.</param>
/// <param name="Frames">Of a loop: what all iterations keep.</param>
/// <param name="Frame">Of a loop: what one iteration keeps.</param>
/// <param name="FrameType">Of a loop: the type of that.</param>
/// <param name="Counter">Of a loop: the number of the iteration in the backward pass.</param>
/// <param name="Branch">Of a condition: whether it held.</param>
internal sealed record RegionNames(string Workspace, string Frames, string Frame, string FrameType, string Counter, string Branch);
