namespace SparseDiff.Kernels;

/// <summary>
/// What a row of logits should become: 1 - <paramref name="Smoothing"/> at its label, and the rest spread evenly over all classes;
/// rows whose label is <paramref name="Ignored"/> do not count.
/// </summary>
/// <param name="Smoothing">0 for targets of 0 and 1.</param>
/// <param name="Ignored">A label; <see cref="None"/> when every row counts.</param>
/// <param name="Counted">How many rows count.</param>
public readonly record struct LabelTargets(float Smoothing, int Ignored, int Counted)
{
    /// <summary>A number that no label is.</summary>
    public const int None = int.MinValue;

    /// <summary>The targets of these labels.</summary>
    public static LabelTargets Of(Labels labels, float smoothing = 0, int? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int counted = labels.Count;
        if (ignored is { } one)
            counted -= labels.Values.Count(one);
        return new LabelTargets(smoothing, ignored ?? None, counted);
    }
}
