using System.Runtime.CompilerServices;
using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>What a GPU kernel of an element-wise chain sees of its inputs and outputs.</summary>
/// <remarks>
/// An input that is smaller than the outputs repeats: its entry for position i is (i / period) mod extent. That covers full
/// tensors (period 1, extent = length), scalars, a bias along the last dimension and a column per row; what it does not cover is
/// broadcast into memory before the kernel runs. An input number that is a constant costs nothing: the compiler removes the switch.
/// </remarks>
public readonly struct GpuLanes
{
    private readonly GpuInput input0;
    private readonly GpuInput input1;
    private readonly GpuInput input2;
    private readonly GpuInput input3;
    private readonly GpuInput input4;
    private readonly GpuInput input5;
    private readonly GpuInput input6;
    private readonly GpuInput input7;
    private readonly ArrayView<float> output0;
    private readonly ArrayView<float> output1;
    private readonly ArrayView<float> output2;
    private readonly ArrayView<float> output3;
    private readonly ArrayView<float> output4;
    private readonly ArrayView<float> output5;

    internal GpuLanes(int length, ReadOnlySpan<GpuInput> inputs, ReadOnlySpan<ArrayView<float>> outputs)
    {
        Length = length;

        // A place that no input takes repeats the first: a view into nothing is no valid argument on every device.
        input0 = inputs[0];
        input1 = inputs[1 < inputs.Length ? 1 : 0];
        input2 = inputs[2 < inputs.Length ? 2 : 0];
        input3 = inputs[3 < inputs.Length ? 3 : 0];
        input4 = inputs[4 < inputs.Length ? 4 : 0];
        input5 = inputs[5 < inputs.Length ? 5 : 0];
        input6 = inputs[6 < inputs.Length ? 6 : 0];
        input7 = inputs[7 < inputs.Length ? 7 : 0];
        output0 = outputs[0];
        output1 = outputs[1 < outputs.Length ? 1 : 0];
        output2 = outputs[2 < outputs.Length ? 2 : 0];
        output3 = outputs[3 < outputs.Length ? 3 : 0];
        output4 = outputs[4 < outputs.Length ? 4 : 0];
        output5 = outputs[5 < outputs.Length ? 5 : 0];
    }

    /// <summary>The first position of a GPU thread's loop.</summary>
    public static int First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Grid.GlobalIndex.X;
    }

    /// <summary>How far a GPU thread's next position is: the number of threads of the launch.</summary>
    public static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Grid.DimX * Group.DimX;
    }

    /// <summary>How many entries each output has.</summary>
    public int Length { get; }

    /// <summary>The entry of an input at a position of the outputs.</summary>
    /// <param name="input">The input, counted from 0: a constant.</param>
    /// <param name="i">The position, 0 … <see cref="Length"/> - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatLane Read(int input, int i) => input switch
    {
        0 => new FloatLane(input0.At(i)),
        1 => new FloatLane(input1.At(i)),
        2 => new FloatLane(input2.At(i)),
        3 => new FloatLane(input3.At(i)),
        4 => new FloatLane(input4.At(i)),
        5 => new FloatLane(input5.At(i)),
        6 => new FloatLane(input6.At(i)),
        _ => new FloatLane(input7.At(i)),
    };

    /// <summary>Sets the entry of an output at a position.</summary>
    /// <param name="output">The output, counted from 0: a constant.</param>
    /// <param name="i">The position, 0 … <see cref="Length"/> - 1.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int output, int i, FloatLane value)
    {
        switch (output)
        {
            case 0:
                output0[i] = value.Value;
                break;
            case 1:
                output1[i] = value.Value;
                break;
            case 2:
                output2[i] = value.Value;
                break;
            case 3:
                output3[i] = value.Value;
                break;
            case 4:
                output4[i] = value.Value;
                break;
            default:
                output5[i] = value.Value;
                break;
        }
    }
}
