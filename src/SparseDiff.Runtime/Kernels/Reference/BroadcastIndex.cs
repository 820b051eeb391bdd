namespace SparseDiff.Kernels;

/// <summary>For each entry of a shape, in row-major order, the entry of a tensor that broadcasts to it.</summary>
internal static class BroadcastIndex
{
    public static int[] Of(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var result = new int[Shapes.Length(to)];
        for (int i = 0; i < result.Length; i++)
        {
            int rest = i;
            int stride = 1;
            for (int fromLast = 1; fromLast <= from.Length; fromLast++)
            {
                int coordinate = rest % to[^fromLast];
                rest /= to[^fromLast];
                result[i] += from[^fromLast] == 1 ? 0 : coordinate * stride;
                stride *= from[^fromLast];
            }
        }

        return result;
    }
}
