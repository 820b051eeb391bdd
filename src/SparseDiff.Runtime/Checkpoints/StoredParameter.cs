namespace SparseDiff;

/// <summary>A parameter as a file has it.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="IsTransposed">Whether the file has the matrix [inputs, outputs] where the model has [outputs, inputs].</param>
internal readonly record struct StoredParameter(string Name, bool IsTransposed);
