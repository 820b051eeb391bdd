using System.Runtime.CompilerServices;
using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>Room for all inputs of a kernel, on the stack: views hold references, so <c>stackalloc</c> does not do.</summary>
[InlineArray(IElementwise.MaximalInputs)]
internal struct InputViews
{
    private GpuInput first;
}

/// <summary>Room for all outputs of a kernel, on the stack.</summary>
[InlineArray(IElementwise.MaximalOutputs)]
internal struct OutputViews
{
    private ArrayView<float> first;
}
