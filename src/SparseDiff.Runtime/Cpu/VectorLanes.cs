using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// Inputs and outputs of an element-wise kernel as addresses. An input that is broadcast along the inner dimension is a buffer filled with
/// its value and a mask of zero, which pins its position: the loop has no branch.
/// </summary>
internal unsafe struct VectorLanes<V> : ILanes<V>
    where V : struct, IVectorLane<V>
{
    public nint Position;
    public fixed long Inputs[IElementwise.MaximalInputs];
    public fixed long PositionMasks[IElementwise.MaximalInputs];
    public fixed long Outputs[IElementwise.MaximalOutputs];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Read(int input) => V.Load((float*)Inputs[input] + (Position & (nint)PositionMasks[input]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int output, V value) => V.Store((float*)Outputs[output] + Position, value);
}
