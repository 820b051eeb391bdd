using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>The whole program of one method after the reverse transform.</summary>
/// <param name="Nodes">Forward nodes, then backward nodes.</param>
/// <param name="Positions">Of each node the call it comes from, counted from 0; of a leaf and of a backward node -1.</param>
/// <param name="Results">The forward nodes that are returned.</param>
/// <param name="Seeds">The gradients of the results.</param>
/// <param name="Outputs">The arguments whose gradients are given, and the nodes of those.</param>
/// <param name="Points">How many sparsity points a gradient passes.</param>
internal sealed record TensorProgram(
    EquatableArray<Node> Nodes, EquatableArray<int> Positions, EquatableArray<int> Results, EquatableArray<int> Seeds, EquatableArray<GradientOutput> Outputs, int Points)
{
    /// <summary>Forward nodes that lists may hold: their memory is never used for anything else.</summary>
    public EquatableArray<int> Held { get; init; }
}

/// <summary>The gradient of an argument.</summary>
internal sealed record GradientOutput(string Argument, string Name, int Node);
