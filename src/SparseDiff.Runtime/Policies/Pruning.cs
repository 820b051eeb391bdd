using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Takes neurons out of a model for good: the parameters of a smaller model are those of the old one at the neurons that stay
/// (meSimp, arXiv 1711.06528).
/// </summary>
public static class Pruning
{
    /// <summary>A tensor with only some slices of an axis: of a weight [outputs, inputs] axis 0 for the neurons of its own layer, axis 1 for those of the layer before.</summary>
    /// <param name="x">The parameter.</param>
    /// <param name="axis">The axis along which the neurons lie.</param>
    /// <param name="kept">Which stay, ascending, each once; such as <see cref="Probe.Active"/>.</param>
    /// <returns>New memory on the same device.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or the neurons are not ascending places of it.</exception>
    public static Tensor Keep(Tensor x, int axis, ReadOnlySpan<int> kept)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (axis < 0 || axis >= x.Rank)
            throw new ArgumentException($"Keep: x is {x.ShapeText} and has no axis {axis}.", nameof(axis));
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i] < 0 || kept[i] >= x.Shape[axis] || (i > 0 && kept[i] <= kept[i - 1]))
                throw new ArgumentException($"Keep: the neurons must ascend and lie in 0 to {x.Shape[axis] - 1}, but neuron {i} is {kept[i]}.", nameof(kept));
        }

        int[] shape = x.Shape.ToArray();
        shape[axis] = kept.Length;
        Tensor result = Tensor.Zeros(x.Device, shape);
        using AxisPattern pattern = new(x.Device);
        pattern.Set(x.Shape[axis], kept);
        if (result.Length > 0)
            x.Device.Kernels.Gather(x, axis, pattern, result);
        return result;
    }
}
