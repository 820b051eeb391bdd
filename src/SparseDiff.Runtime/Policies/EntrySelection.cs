using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>What policies of one's own need to fill a gradient of entries.</summary>
public static class EntrySelection
{
    /// <summary>Makes these entries of a dense gradient the ones that exist, multiplied by a number.</summary>
    /// <param name="gradient">The whole gradient.</param>
    /// <param name="places">Which entries, in row-major order, ascending, each once.</param>
    /// <param name="scale">What they are multiplied by.</param>
    /// <param name="into">The gradient to be filled.</param>
    /// <exception cref="ArgumentException">The places are not ascending, or not places of the gradient.</exception>
    public static void Keep(Tensor gradient, ReadOnlySpan<int> places, float scale, SparseRows into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        int count = places.Length;
        into.BeginCompressed(gradient.Shape, count);
        int[] columns = ArrayPool<int>.Shared.Rent(Math.Max(1, count));
        int[] starts = ArrayPool<int>.Shared.Rent(into.Rows + 1);
        Structure(places, into, columns, starts);
        into.Pattern.RowStart.Write(0, starts.AsSpan(0, into.Rows + 1));
        into.Pattern.ColumnIndex.Write(0, columns.AsSpan(0, count));
        into.Pattern.Count = count;
        ArrayPool<int>.Shared.Return(columns);
        ArrayPool<int>.Shared.Return(starts);
        if (count == 0)
            return;

        KernelSet kernels = gradient.Device.Kernels;
        using AxisPattern kept = new(gradient.Device);
        kept.Set(gradient.Length, places);
        Tensor values = new(into.Values, 0, [count]);
        kernels.Gather(new Tensor(gradient.Storage, gradient.Offset, [gradient.Length]), 0, kept, values);
        if (scale != 1)
            kernels.Elementwise(new WithConstant<Lanes.Multiply>(scale), [values], [values]);
    }

    /// <summary>The same, each entry multiplied by a factor of its own.</summary>
    internal static void Keep(Tensor gradient, ReadOnlySpan<int> places, ReadOnlySpan<float> factors, SparseRows into)
    {
        Keep(gradient, places, scale: 1, into);
        if (places.IsEmpty)
            return;
        Tensor scale = Scratch.Take(gradient.Device, [places.Length], 2);
        scale.CopyFrom(factors);
        Tensor values = new(into.Values, 0, [places.Length]);
        gradient.Device.Kernels.Elementwise(default(Binary<Lanes.Multiply>), [values, scale], [values]);
    }

    /// <summary>A gradient of this shape in which no entry exists.</summary>
    internal static void KeepNone(ReadOnlySpan<int> shape, SparseRows into)
    {
        into.BeginCompressed(shape, 0);
        int[] starts = ArrayPool<int>.Shared.Rent(into.Rows + 1);
        starts.AsSpan(0, into.Rows + 1).Clear();
        into.Pattern.RowStart.Write(0, starts.AsSpan(0, into.Rows + 1));
        into.Pattern.Count = 0;
        ArrayPool<int>.Shared.Return(starts);
    }

    /// <summary>Where the entries of a compressed gradient are, in row-major order, ascending.</summary>
    /// <param name="kept">The gradient.</param>
    /// <param name="into">Room for all of them.</param>
    internal static void Places(SparseRows kept, Span<int> into)
    {
        int[] starts = ArrayPool<int>.Shared.Rent(kept.Rows + 1);
        kept.Pattern.RowStart.Read(0, starts.AsSpan(0, kept.Rows + 1));
        kept.Pattern.ColumnIndex.Read(0, into[..kept.Count]);
        for (int row = 0; row < kept.Rows; row++)
        {
            foreach (ref int place in into[starts[row]..starts[row + 1]])
                place += row * kept.Columns;
        }

        ArrayPool<int>.Shared.Return(starts);
    }

    private static void Structure(ReadOnlySpan<int> places, SparseRows into, int[] columns, int[] starts)
    {
        int row = 0;
        starts[0] = 0;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 || places[i] >= into.Rows * into.Columns || (i > 0 && places[i] <= places[i - 1]))
                throw new ArgumentException($"Keep: the places must ascend and lie in 0 to {(into.Rows * into.Columns) - 1}, but place {i} is {places[i]}.", nameof(places));
            while (places[i] >= (row + 1) * into.Columns)
                starts[++row] = i;
            columns[i] = places[i] - (row * into.Columns);
        }

        while (row < into.Rows)
            starts[++row] = places.Length;
    }
}
