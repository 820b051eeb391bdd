namespace SparseDiff.Kernels;

/// <summary>The sizes of a pooling: square windows over each of many planes.</summary>
/// <param name="Planes">Examples times channels.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Stride">How far the window moves, in both directions.</param>
/// <param name="Padding">Rows and columns around the input that a window may cover; at most half of the window.</param>
public readonly record struct PoolingShape(int Planes, int Height, int Width, int Kernel, int Stride, int Padding)
{
    /// <summary>Rows of the result.</summary>
    public int OutputHeight => Steps(Height);

    /// <summary>Columns of the result.</summary>
    public int OutputWidth => Steps(Width);

    /// <summary>How often the window fits; 0 when it does not.</summary>
    private int Steps(int length)
    {
        int room = length + (2 * Padding) - Kernel;
        return room < 0 ? 0 : (room / Stride) + 1;
    }
}
