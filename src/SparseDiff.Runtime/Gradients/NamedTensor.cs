namespace SparseDiff;

/// <summary>A parameter and its name in the model, such as <c>W1</c> or <c>blocks.0.w_qkv</c>.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Tensor">The parameter itself.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
