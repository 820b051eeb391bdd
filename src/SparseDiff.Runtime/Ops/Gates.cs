using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>The gates of a recurrent cell side by side in one tensor, [..., gates · hidden], as windows.</summary>
internal static class Gates
{
    /// <summary>Checks that z has so many gates for each entry of the state.</summary>
    public static void Check(string operation, string name, Tensor z, int gates, string stateName, Tensor state)
    {
        bool fits = z.Rank >= 1 && z.Rank == state.Rank && z.Columns == gates * state.Columns && z.Shape[..^1].SequenceEqual(state.Shape[..^1]);
        if (!fits)
        {
            throw new ShapeException(
                $"{operation}: {name} is {z.ShapeText} but {stateName} is {state.ShapeText}; they must be [..., {gates} · hidden] and [..., hidden].");
        }

        Broadcasting.CheckDevice(operation, z, state.Device);
    }

    /// <summary>One gate of each row.</summary>
    public static Window Gate(Tensor z, int gate, int hidden) => new(z, gate * hidden, z.Columns);

    /// <summary>Every entry of a state.</summary>
    public static Window All(Tensor state) => new(state, 0, state.Columns);

    /// <summary>Runs a kernel over rows of the hidden width.</summary>
    public static void Run<TKernel>(in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> outputs, Tensor state)
        where TKernel : struct, IElementwise =>
        state.Device.Kernels.ElementwiseWindows(kernel, inputs, outputs, state.Rows, state.Columns);
}
