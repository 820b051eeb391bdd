namespace SparseDiff;

/// <summary>One gradient for each trained parameter of a model; the generator writes an implementation for every model.</summary>
public interface IGradients
{
    /// <summary>The gradients, in the order of the model's <see cref="IModel.Parameters"/>; null for a parameter without gradient.</summary>
    IReadOnlyList<RowGradient?> Entries { get; }

    /// <summary>Makes all gradients zero; costs nothing per entry.</summary>
    void Clear()
    {
        foreach (RowGradient? entry in Entries)
            entry?.Clear();
    }
}
