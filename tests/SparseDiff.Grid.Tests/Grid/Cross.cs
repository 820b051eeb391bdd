namespace SparseDiff.Grid.Tests;

/// <summary>The points of a grid: every combination of the axes, or as many evenly spread ones as are wanted.</summary>
internal static class Cross
{
    /// <param name="axes">How many places each axis has.</param>
    /// <param name="most">How many points at most.</param>
    /// <returns>The place on each axis, point by point.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> axes, int most)
    {
        long all = axes.Aggregate(1L, static (product, places) => product * places);
        long step = Math.Max(1, all / most);

        // A step that has no factor in common with the whole visits every place of every axis.
        while (step > 1 && GreatestCommonDivisor(step, all) > 1)
            step++;
        long count = Math.Min(all, most);
        for (long i = 0; i < count; i++)
        {
            long rest = i * step % all;
            var point = new int[axes.Count];
            for (int axis = 0; axis < point.Length; axis++)
            {
                point[axis] = (int)(rest % axes[axis]);
                rest /= axes[axis];
            }

            yield return point;
        }
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
