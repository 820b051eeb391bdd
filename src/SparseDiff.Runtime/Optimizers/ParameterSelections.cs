using System.Globalization;

namespace SparseDiff;

/// <summary>What an update was not given yet of all gradients of a model, in their order.</summary>
/// <param name="update">The update, for messages and checkpoints.</param>
internal sealed class ParameterSelections(string update) : IDisposable
{
    private readonly List<ParameterSelection> list = [];

    /// <summary>What is kept for a gradient.</summary>
    public ParameterSelection this[int gradient] => list[gradient];

    /// <summary>What waits for a gradient; null before the first step and without error feedback.</summary>
    public Tensor? Residual(int gradient) => gradient < list.Count ? list[gradient].Residual : null;

    /// <summary>Makes ready for a step.</summary>
    /// <exception cref="ArgumentException">There are not as many gradients as in the steps before.</exception>
    public void Begin(int gradients, bool errorFeedback, float momentum)
    {
        if (momentum != 0 && !errorFeedback)
            throw new InvalidOperationException($"{update}: a momentum needs error feedback, as only what passes may be forgotten.");
        if (!(momentum >= 0 && momentum < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"{update}: the momentum must lie in [0, 1).");
        if (list.Count > 0 && list.Count != gradients)
            throw new ArgumentException($"{update}: what is kept is of {list.Count} gradients, but there are {gradients}; make an update for each model, and load a checkpoint of the same one.", nameof(gradients));
        while (list.Count < gradients)
            list.Add(new ParameterSelection());
        foreach (ParameterSelection selection in list)
            (selection.ErrorFeedback, selection.Momentum) = (errorFeedback, momentum);
    }

    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add("kind", update);
        for (int i = 0; i < list.Count; i++)
            list[i].Save(state, Prefix(i));
    }

    public Action Load(StateReader state, bool errorFeedback, float momentum)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Text("kind") is var kind && kind != update)
            throw new CheckpointException($"The checkpoint has the state of {kind}, but this is a {update}.");
        var read = new List<ParameterSelection>();
        var puts = new List<Action>();
        while (ParameterSelection.Began(state, Prefix(read.Count)))
        {
            read.Add(new ParameterSelection { ErrorFeedback = errorFeedback, Momentum = momentum });
            puts.Add(read[^1].Load(state, Prefix(read.Count - 1)));
        }

        if (read.Count > 0 && list.Count > 0 && read.Count != list.Count)
            throw new CheckpointException($"The checkpoint's {update} kept what waits of {read.Count} gradients, but this one has {list.Count}.");
        return () =>
        {
            Dispose();
            list.AddRange(read);
            puts.ForEach(static put => put());
        };
    }

    public void Dispose()
    {
        foreach (ParameterSelection selection in list)
            selection.Dispose();
        list.Clear();
    }

    private static string Prefix(int gradient) => $"{gradient.ToString(CultureInfo.InvariantCulture)}/";
}
