using System.Globalization;

namespace SparseDiff;

/// <summary>
/// Lets through to the optimizer what a policy selects of each parameter's gradient, such as Gaussian-k or random-k; what is dropped is kept
/// and added to the next step's gradients (error feedback). <see cref="TopKUpdate"/> is the same for the largest entries, over all parameters
/// together if wanted.
/// </summary>
/// <remarks>Called after the backward pass and before the optimizer's step. An unbiased policy goes without <see cref="ErrorFeedback"/>.</remarks>
/// <param name="policy">What passes of each gradient.</param>
public sealed class SelectionUpdate(ISelection<SparseRows> policy) : IDisposable, ITrainingState
{
    private readonly ParameterSelections memories = new(nameof(SelectionUpdate));
    private readonly List<SparseRows> selections = [];
    private ulong draws;

    /// <summary>What passes; may change at every step.</summary>
    public ISelection<SparseRows> Policy { get; set; } = policy;

    /// <summary>Whether what is dropped is added to the next step's gradients.</summary>
    public bool ErrorFeedback { get; set; } = true;

    /// <summary>The momentum of the accumulated velocity; 0 for none. Needs <see cref="ErrorFeedback"/>.</summary>
    public float Momentum { get; set; }

    /// <summary>What watches the selections, each parameter by its number: <c>0</c>, <c>1</c>, …; null for nobody.</summary>
    public Probes? Probes { get; set; }

    /// <summary>Replaces the gradients by what passes of them.</summary>
    /// <exception cref="InvalidOperationException">There is a momentum but no error feedback, or error feedback with an unbiased policy.</exception>
    public void Apply(IGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(Policy);
        if (ErrorFeedback && Policy.IsUnbiased)
            throw new InvalidOperationException("SelectionUpdate: what an unbiased policy lets pass is the gradient on average already, and with error feedback it would be more; set ErrorFeedback to false.");
        List<RowGradient> entries = [.. gradients.Entries.OfType<RowGradient>().Where(static entry => entry.Buffer.Length > 0)];
        foreach (RowGradient entry in entries)
            SettingCheck.Of(Policy, entry.Shape);
        memories.Begin(entries.Count, ErrorFeedback, Momentum);
        if (Policy is ICheckedSelection)
        {
            for (int i = 0; i < entries.Count; i++)
                memories[i].Pass(Select(i, memories[i].Sum(entries[i])), entries[i]);
        }
        else
        {
            // One's own may fail: nothing changes before all have been chosen from.
            for (int i = 0; i < entries.Count; i++)
                memories[i].Choose(Select(i, memories[i].Preview(entries[i])));
            for (int i = 0; i < entries.Count; i++)
                memories[i].Pass(entries[i]);
        }

        draws += (ulong)entries.Count;
    }

    private SparseRows Select(int gradient, Tensor sum)
    {
        SparseRows kept = Selection(gradient, sum.Device);
        Sparsify.Run(Policy, sum, kept, draws + (ulong)gradient);
        Probes?.Of(gradient.ToString(CultureInfo.InvariantCulture)).See(sum, kept.ToDense());
        return kept;
    }

    /// <summary>Gives the memory of residuals and velocities back.</summary>
    public void Dispose()
    {
        memories.Dispose();
        foreach (SparseRows kept in selections)
            kept.Dispose();
        selections.Clear();
    }

    /// <summary>Room for what passes of a gradient, on its device.</summary>
    private SparseRows Selection(int gradient, Device device)
    {
        if (selections.Count == gradient)
            selections.Add(new SparseRows(device));
        if (ReferenceEquals(selections[gradient].Device, device))
            return selections[gradient];
        selections[gradient].Dispose();
        return selections[gradient] = new SparseRows(device);
    }

    void ITrainingState.Save(StateWriter state)
    {
        memories.Save(state);
        state.Add("draws", unchecked((long)draws));
    }

    Action ITrainingState.Load(StateReader state)
    {
        Action put = memories.Load(state, ErrorFeedback, Momentum);
        long count = state.Whole("draws");
        return () =>
        {
            put();
            draws = unchecked((ulong)count);
        };
    }
}
