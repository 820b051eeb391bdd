namespace SparseDiff.Gpu;

/// <summary>How an input of an element-wise kernel repeats over the positions of the outputs: (position / Period) mod Extent.</summary>
/// <param name="Period">How many neighbouring positions share an entry.</param>
/// <param name="Extent">After how many entries they begin again; 0 when there is one for each position.</param>
internal readonly record struct GpuBroadcast(int Period, int Extent)
{
    /// <summary>The form of a broadcast, or null when it is not of this form, such as [3, 1, 5] to [3, 4, 5].</summary>
    public static GpuBroadcast? Of(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        int period = 1;
        int extent = 1;
        bool repeats = false;
        for (int fromLast = 1; fromLast <= to.Length; fromLast++)
        {
            int length = to[^fromLast];
            if (length == 1)
                continue;
            bool full = fromLast <= from.Length && from[^fromLast] == length;
            if (full && repeats)
                return null;
            if (full)
                extent *= length;
            else if (extent == 1)
                period *= length;
            else
                repeats = true;
        }

        return new GpuBroadcast(period, extent == Shapes.Length(to) ? 0 : extent);
    }
}
