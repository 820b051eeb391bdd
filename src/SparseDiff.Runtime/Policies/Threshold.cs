using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps the entries larger in magnitude than a number; how many those are is the gradient's affair.</summary>
/// <param name="value">The number, at least 0.</param>
public sealed class Threshold(float value) : ISelection<SparseRows>
{
    /// <summary>What an entry must exceed; may change at every step.</summary>
    public float Value { get; set; } = value;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative or not a number.</exception>
    public void Select(Tensor gradient, SparseRows into, ulong draw) => Select(gradient, Value, into);

    internal static void Select(Tensor gradient, float threshold, SparseRows into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (!(threshold >= 0))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Threshold: the threshold must be at least 0.");
        gradient.Device.Kernels.SelectAbove(gradient, threshold, into);
    }
}
