namespace SparseDiff;

/// <summary>How a file calls and lays out parameters of a model; a <c>*</c> stands for the same text, without a dot, in both names.</summary>
/// <param name="Model">The name in the model, such as <c>Blocks.*.Fc.W</c>.</param>
/// <param name="File">The name in the file, such as <c>h.*.mlp.c_fc.weight</c>, with as many <c>*</c>.</param>
/// <param name="IsTransposed">Whether the file has the matrix transposed: [inputs, outputs].</param>
public sealed record ParameterRule(string Model, string File, bool IsTransposed = false);
