namespace SparseDiff.Kernels;

/// <summary>Every kernel written as plainly as possible, in double precision, for any device: it defines what the others must compute.</summary>
/// <remarks>One file for each group: Dense, Rows (softmax and cross-entropy), Convolution, Pooling, Selection, Sparse, Optimizers.</remarks>
internal partial class ReferenceKernels : KernelSet;
