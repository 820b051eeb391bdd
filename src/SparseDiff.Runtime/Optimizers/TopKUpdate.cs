using System.Globalization;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Lets only the k largest entries of a model's gradients through to the optimizer, chosen over all parameters together or in each by
/// itself; what is dropped is kept and added to the next step's gradients (error feedback), so that nothing is lost, only delayed.
/// </summary>
/// <remarks>
/// Called after the backward pass and before the optimizer's step. Afterwards a gradient has only the rows with selected entries.
/// u = g + r; S(u) passes; r = u - S(u) (arXiv 1911.08772). With <see cref="Momentum"/>, v = m v + g is accumulated instead of g,
/// and both v and r are cleared where an entry passed (momentum correction and factor masking: Deep Gradient Compression,
/// ICLR 2018); the optimizer then has no momentum of its own. Ties go to the parameter and the index that come first.
/// </remarks>
/// <param name="budget">How many entries pass, which share of them, or which share of the energy.</param>
public sealed class TopKUpdate(Budget budget) : IDisposable, ITrainingState
{
    private readonly ParameterSelections memories = new(nameof(TopKUpdate));
    private readonly List<RowGradient> entries = [];
    private Tensor[] sums = [];

    /// <summary>How many entries pass, of all parameters or of each; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Whether every parameter keeps its own share; else all compete.</summary>
    public bool PerTensor { get; set; }

    /// <summary>Whether a ratio is a share of the entries that are not zero.</summary>
    public bool OfNonZero { get; set; }

    /// <summary>Whether what is dropped is added to the next step's gradients.</summary>
    public bool ErrorFeedback { get; set; } = true;

    /// <summary>The momentum of the accumulated velocity; 0 for none. Needs <see cref="ErrorFeedback"/>.</summary>
    public float Momentum { get; set; }

    /// <summary>Gradients of a larger norm, over all parameters together, are scaled down to it first; null for none.</summary>
    public float? ClipNorm { get; set; }

    /// <summary>What watches the selections, each parameter by its number: <c>0</c>, <c>1</c>, …; null for nobody.</summary>
    public Probes? Probes { get; set; }

    /// <summary>Replaces the gradients by what passes of them.</summary>
    /// <exception cref="InvalidOperationException">There is a momentum but no error feedback.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not in [0, 1), the norm not positive, or the budget out of range.</exception>
    public void Apply(IGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        entries.Clear();
        foreach (RowGradient? entry in gradients.Entries)
        {
            if (entry is { Buffer.Length: > 0 })
                entries.Add(entry);
        }

        CheckSettings();
        memories.Begin(entries.Count, ErrorFeedback, Momentum);
        if (ClipNorm is { } norm)
            Clip(entries, norm);
        if (sums.Length != entries.Count)
            sums = new Tensor[entries.Count];
        for (int i = 0; i < sums.Length; i++)
            sums[i] = memories[i].Sum(entries[i]);
        for (int first = 0; first < sums.Length; first += PerTensor ? 1 : sums.Length)
            Select(first, PerTensor ? 1 : sums.Length);
    }

    /// <summary>Gives the memory of residuals and velocities back.</summary>
    public void Dispose() => memories.Dispose();

    void ITrainingState.Save(StateWriter state) => memories.Save(state);

    Action ITrainingState.Load(StateReader state) => memories.Load(state, ErrorFeedback, Momentum);

    /// <summary>What the parameter of this number was not given yet; null before the first step and without error feedback.</summary>
    internal Tensor? Residual(int parameter) => memories.Residual(parameter);

    /// <summary>Refuses a setting while gradients and what waits are as they were.</summary>
    private void CheckSettings()
    {
        CheckNorm(ClipNorm ?? 1);
        long competing = 0;
        foreach (RowGradient entry in entries)
        {
            competing = PerTensor ? entry.Buffer.Length : competing + entry.Buffer.Length;
            if (PerTensor)
                CheckBudget(competing);
        }

        if (!PerTensor)
            CheckBudget(competing);
    }

    private void CheckBudget(long competing) =>
        SettingCheck.Of(nameof(TopKUpdate), Budget, (int)Math.Min(competing, int.MaxValue), "of the gradients", BudgetKind.Energy);

    private static void CheckNorm(float norm)
    {
        if (!(norm > 0))
            throw new ArgumentOutOfRangeException(nameof(norm), norm, "TopKUpdate: ClipNorm must be positive, or null.");
    }

    private static void Clip(List<RowGradient> entries, float norm)
    {
        double squares = entries.Sum(static entry => entry.Device.Kernels.Moments(entry.Values).SumOfSquares);
        float scale = (float)(norm / Math.Sqrt(squares));
        foreach (RowGradient entry in entries.Where(_ => scale < 1))
            entry.Device.Kernels.Elementwise(new WithConstant<Lanes.Multiply>(scale), [entry.Values], [entry.Values]);
    }

    /// <summary>How many entries of these tensors together pass.</summary>
    private long Count(ReadOnlySpan<Tensor> together)
    {
        if (Budget.Kind == BudgetKind.Energy)
            return together[0].Device.Kernels.CountOfEnergy(together, Budget.Checked(nameof(TopKUpdate)));
        long competing = 0;

        // A count is what it is: it may be more than are not zero just now.
        bool nonZero = OfNonZero && Budget.Kind == BudgetKind.Ratio;
        foreach (Tensor sum in together)
            competing += nonZero ? sum.Device.Kernels.CountAbove(sum, 0) : sum.Length;
        return competing == 0 ? 0 : Budget.CountOf(nameof(TopKUpdate), checked((int)competing), "of the gradients");
    }

    private void Select(int first, int count)
    {
        ReadOnlySpan<Tensor> together = sums.AsSpan(first, count);
        LargestEntries cut = LargestEntries.Of(together, Count(together));
        long ties = cut.Ties;
        for (int i = first; i < first + count; i++)
        {
            Tensor? before = Probes is null ? null : Tensor.From(sums[i].ToArray(), sums[i].Shape, sums[i].Device);
            memories[i].Split(cut, ref ties, entries[i]);
            if (before is not null)
                Probes!.Of(i.ToString(CultureInfo.InvariantCulture)).See(before, entries[i].Values);
        }
    }
}
