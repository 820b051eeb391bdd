namespace SparseDiff;

/// <summary>One gradient for each trained parameter of a model; the generator writes an implementation for every model.</summary>
public interface IGradients
{
    /// <summary>The gradients, in the order of the model's <see cref="IModel.Parameters"/>; null for a parameter without gradient.</summary>
    IReadOnlyList<RowGradient?> Entries { get; }

    /// <summary>What attributes of parameters hold back until the next step, and how many random numbers they have drawn: for the <c>states:</c> of a checkpoint.</summary>
    IReadOnlyList<NamedState> States => [];

    /// <summary>Makes all gradients zero; costs nothing per entry.</summary>
    void Clear()
    {
        foreach (RowGradient? entry in Entries)
            entry?.Clear();
    }

    /// <summary>
    /// Computes what a backward pass has left to the optimizer's step, as looking at the gradients does: for whoever measures a backward pass by itself.
    /// </summary>
    void Settle()
    {
        foreach (RowGradient? entry in Entries)
            entry?.Settle();
    }

    /// <summary>Refuses settings that <see cref="Select"/> would refuse, before anything is written.</summary>
    void CheckSelections()
    {
    }

    /// <summary>Lets policies of one's own choose what passes, for <see cref="PassSelections"/>: one that fails leaves everything as it is.</summary>
    void ChooseSelections()
    {
    }

    /// <summary>Lets pass what attributes of parameters say, where their settings are right and what may fail has chosen: the last part of <see cref="Select"/>.</summary>
    void PassSelections() => Select();

    /// <summary>Lets pass what attributes of parameters say; nothing to do where there are none.</summary>
    void Select()
    {
    }

    /// <summary>The gradients of a model that another holds; none for no model.</summary>
    static IEnumerable<RowGradient?> EntriesOf(IGradients? part) => part?.Entries ?? [];

    /// <summary>The gradients of all models of a list that another holds.</summary>
    static IEnumerable<RowGradient?> EntriesOf(IEnumerable<IGradients> parts) => parts.SelectMany(static part => part.Entries);

    /// <summary>No gradient for each parameter of a model that another holds and does not train.</summary>
    static IEnumerable<RowGradient?> NoEntriesOf(IGradients? part) => EntriesOf(part).Select(static RowGradient? (_) => null);

    /// <summary>No gradient for each parameter of models that another holds and does not train.</summary>
    static IEnumerable<RowGradient?> NoEntriesOf(IEnumerable<IGradients> parts) => EntriesOf(parts).Select(static RowGradient? (_) => null);
}
