namespace SparseDiff.Kernels;

/// <summary>Equally long stretches of a tensor's memory, one a row: row r begins at entry Start + r · Stride.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Start">Where the first row begins, counted from the tensor's first entry.</param>
/// <param name="Stride">How far apart the rows begin.</param>
public readonly record struct Window(Tensor Tensor, int Start, int Stride);
