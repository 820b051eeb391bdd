using System.Runtime.CompilerServices;
using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>One input of an element-wise kernel: its numbers and how they repeat over the outputs' positions.</summary>
/// <param name="values">The numbers.</param>
/// <param name="period">How many neighbouring positions share an entry.</param>
/// <param name="extent">After how many entries they begin again; 0 for an input that has one for each position.</param>
public readonly struct GpuInput(ArrayView<float> values, int period, int extent)
{
    private readonly ArrayView<float> values = values;
    private readonly int period = period;
    private readonly int extent = extent;

    /// <summary>The entry for a position of the outputs.</summary>
    /// <remarks>
    /// Two loads, of which one runs: a choice between two indices would be a selection on the GPU, with both computed, and two
    /// integer divisions cost more than the load. All threads take the same branch.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float At(int position)
    {
        if (extent == 0)
            return values[position];
        return values[position / period % extent];
    }
}
