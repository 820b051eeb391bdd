using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>What policies of one's own need to fill a gradient of slices.</summary>
public static class SliceSelections
{
    /// <summary>Makes these slices of a dense gradient the ones that exist.</summary>
    /// <param name="into">The gradient to be filled.</param>
    /// <param name="gradient">The whole gradient.</param>
    /// <param name="slices">Which slices, ascending, each once.</param>
    /// <exception cref="ArgumentException">The slices are not ascending, or not slices of the gradient.</exception>
    public static void Keep(this SparseSlices into, Tensor gradient, ReadOnlySpan<int> slices)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(gradient);
        into.Begin(gradient.Shape, slices.Length);
        for (int i = 0; i < slices.Length; i++)
        {
            if (slices[i] < 0 || slices[i] >= into.Pattern.Extent || (i > 0 && slices[i] <= slices[i - 1]))
                throw new ArgumentException($"Keep: the slices must ascend and lie in 0 to {into.Pattern.Extent - 1}, but slice {i} is {slices[i]}.", nameof(slices));
        }

        into.Pattern.Set(into.Pattern.Extent, slices);
        if (into.Values.Length > 0)
            gradient.Device.Kernels.Gather(gradient, into.Axis, into.Pattern, into.Values);
    }
}
