namespace SparseDiff.Kernels;

/// <summary>Where the heads of an attention lie in a tensor: batch b, head h, position t begins at entry Start + b · Batch + h · Head + t · Position.</summary>
/// <param name="Tensor">The tensor: queries, keys, values, or several of them side by side.</param>
/// <param name="Start">The first entry.</param>
/// <param name="Batch">From one example to the next.</param>
/// <param name="Head">From one head to the next.</param>
/// <param name="Position">From one position to the next.</param>
public readonly record struct HeadWindow(Tensor Tensor, int Start, int Batch, int Head, int Position);
