using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>The whole program of one method after the reverse transform.</summary>
/// <param name="Nodes">Forward nodes, then backward nodes.</param>
/// <param name="Result">The forward node that is returned.</param>
/// <param name="Outputs">Of a static method: the arguments and the nodes of their gradients (-1 where nothing reaches one).</param>
/// <param name="Points">How many sparsity points a gradient passes.</param>
internal sealed record TensorProgram(EquatableArray<Node> Nodes, int Result, EquatableArray<GradientOutput> Outputs, int Points);

/// <summary>The gradient of an argument of a static method.</summary>
internal sealed record GradientOutput(string Argument, string Name, int Node);
