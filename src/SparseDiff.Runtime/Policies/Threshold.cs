using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps the entries larger in magnitude than a number; how many those are is the gradient's affair.</summary>
public sealed class Threshold : IBlockSelection, ICheckedSelection
{
    private readonly Schedule? schedule;
    private float? fixedValue;

    /// <summary>A number that stays until it is set.</summary>
    /// <param name="value">The number, at least 0.</param>
    public Threshold(float value) => fixedValue = value;

    /// <summary>A number that follows a schedule, as gradients become smaller by powers of ten while training goes on.</summary>
    /// <param name="schedule">What an entry must exceed at each step, at least 0.</param>
    public Threshold(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        this.schedule = schedule;
    }

    /// <summary>What an entry must exceed now; setting it ends a schedule.</summary>
    public float Value
    {
        get => fixedValue ?? schedule!.Value;
        set => fixedValue = value;
    }

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Threshold(Value);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative or not a number.</exception>
    public void Select(Tensor gradient, SparseRows into, ulong draw) => Select(gradient, Value, into);

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) => Select(gradient.Values, Value, into);

    internal static void Select(Tensor gradient, float threshold, SparseRows into)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        SettingCheck.Threshold(threshold);
        gradient.Device.Kernels.SelectAbove(gradient, threshold, into);
    }
}
