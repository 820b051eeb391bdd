namespace SparseDiff;

/// <summary>Transposed copies of matrices on the host, for files that have them the other way round.</summary>
internal static class Transposition
{
    private const int Tile = 32;

    /// <summary>The shape of a parameter's transpose.</summary>
    /// <exception cref="ArgumentException">It is no matrix.</exception>
    public static int[] ShapeOf(NamedTensor parameter) => parameter.Tensor.Rank == 2
        ? [parameter.Tensor.Shape[1], parameter.Tensor.Shape[0]]
        : throw new ArgumentException($"The layout transposes {parameter.Name}, but it is {parameter.Tensor.ShapeText}; only matrices are transposed.");

    /// <summary>The transpose of a parameter, wherever that is.</summary>
    /// <exception cref="ArgumentException">It is no matrix.</exception>
    public static Tensor Of(NamedTensor parameter)
    {
        ShapeOf(parameter);
        return Of(parameter.Tensor.To(Device.Cpu));
    }

    /// <summary>into[c, r] = x[r, c].</summary>
    public static Tensor Of(Tensor x)
    {
        (int rows, int columns) = (x.Shape[0], x.Shape[1]);
        Tensor into = Tensor.Zeros(columns, rows);
        Span<float> from = x.AsSpan();
        Span<float> to = into.AsSpan();
        for (int firstRow = 0; firstRow < rows; firstRow += Tile)
        {
            for (int c = 0; c < columns; c++)
            {
                for (int r = firstRow; r < Math.Min(firstRow + Tile, rows); r++)
                    to[(c * rows) + r] = from[(r * columns) + c];
            }
        }

        return into;
    }
}
