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
/// <param name="budget">How many entries pass, or which share.</param>
public sealed class TopKUpdate(Budget budget) : IDisposable
{
    private readonly List<ParameterSelection> memories = [];
    private readonly List<LargestEntries> searches = [];

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
    public void Apply(IGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (Momentum != 0 && !ErrorFeedback)
            throw new InvalidOperationException("TopKUpdate: a momentum needs error feedback, as only what passes may be forgotten.");
        List<RowGradient> entries = [.. gradients.Entries.OfType<RowGradient>().Where(static entry => entry.Buffer.Length > 0)];
        if (ClipNorm is { } norm)
            Clip(entries, norm);
        Tensor[] sums = new Tensor[entries.Count];
        for (int i = 0; i < sums.Length; i++)
            sums[i] = Accumulate(i, entries[i]);
        for (int first = 0; first < sums.Length; first += PerTensor ? 1 : sums.Length)
            Select(sums.AsSpan(first, PerTensor ? 1 : sums.Length), first, entries);
    }

    /// <summary>Gives the memory of residuals and velocities back.</summary>
    public void Dispose()
    {
        foreach (ParameterSelection memory in memories)
            memory.Dispose();
        foreach (LargestEntries search in searches)
            search.Dispose();
        memories.Clear();
        searches.Clear();
    }

    /// <summary>What the parameter of this number was not given yet; null before the first step and without error feedback.</summary>
    internal Tensor? Residual(int parameter) => parameter < memories.Count ? memories[parameter].Residual : null;

    private static void Clip(List<RowGradient> entries, float norm)
    {
        double squares = entries.Sum(static entry => entry.Device.Kernels.Moments(entry.Values).SumOfSquares);
        float scale = (float)(norm / Math.Sqrt(squares));
        foreach (RowGradient entry in entries.Where(_ => scale < 1))
            entry.Device.Kernels.Elementwise(new WithConstant<Lanes.Multiply>(scale), [entry.Values], [entry.Values]);
    }

    private Tensor Accumulate(int i, RowGradient entry)
    {
        if (memories.Count == i)
            memories.Add(new ParameterSelection());
        (memories[i].ErrorFeedback, memories[i].Momentum) = (ErrorFeedback, Momentum);
        return memories[i].Sum(entry);
    }

    private void Select(Span<Tensor> sums, int first, List<RowGradient> entries)
    {
        while (searches.Count <= first)
            searches.Add(new LargestEntries());
        int competing = 0;
        foreach (Tensor sum in sums)
            competing += OfNonZero ? (int)sum.Device.Kernels.Moments(sum).NonZero : sum.Length;
        int k = competing == 0 ? 0 : Budget.CountOf(nameof(TopKUpdate), competing, "of the gradients");
        IReadOnlyList<int[]> places = searches[first].Find(sums, k);
        for (int i = 0; i < sums.Length; i++)
            Pass(sums[i], places[i], memories[first + i], entries[first + i], Probes?.Of((first + i).ToString(CultureInfo.InvariantCulture)));
    }

    private static void Pass(Tensor u, int[] places, ParameterSelection memory, RowGradient entry, Probe? probe)
    {
        using SparseRows kept = new(entry.Device);
        EntrySelection.Keep(u, places, 1, kept);
        probe?.See(u, kept.ToDense());
        memory.Pass(kept, entry);
    }
}
