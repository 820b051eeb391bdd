using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>The waist on the host's processor: takes addresses and sizes from tensors and hands them to the kernels of this folder.</summary>
/// <remarks>One file for each group: MatMul, Elementwise, Reductions, Rows (softmax and cross-entropy), Convolution, Pooling, Selection, Sparse, Optimizers.</remarks>
internal sealed unsafe partial class CpuKernels : KernelSet
{
    /// <summary>Above this share of kept entries a selection is stored masked: dense products are then faster (<see cref="SparseProduct.DenseIsFaster"/>).</summary>
    private const double MaskedAbove = 0.42;

    public override void Fill(Tensor into, float value)
    {
        new Span<float>(Host.Pointer(into), into.Length).Fill(value);
        GC.KeepAlive(into);
    }

    public override void Copy(Tensor from, Tensor into)
    {
        new ReadOnlySpan<float>(Host.Pointer(from), from.Length).CopyTo(new Span<float>(Host.Pointer(into), into.Length));
        GC.KeepAlive(from);
        GC.KeepAlive(into);
    }
}
