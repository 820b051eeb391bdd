namespace SparseDiff.Kernels;

/// <summary>The sizes of an attention: each query looks at all keys, or, when causal, at those up to its own position.</summary>
/// <param name="Batches">Examples.</param>
/// <param name="Heads">Heads of each example.</param>
/// <param name="Queries">Positions that look.</param>
/// <param name="Keys">Positions that are looked at.</param>
/// <param name="Width">Entries of a query and of a key.</param>
/// <param name="ValueWidth">Entries of a value.</param>
/// <param name="Scale">What the products of queries and keys are multiplied by, above 0.</param>
/// <param name="Causal">Whether query i sees only keys 0 … i.</param>
public readonly record struct AttentionShape(int Batches, int Heads, int Queries, int Keys, int Width, int ValueWidth, float Scale, bool Causal)
{
    /// <summary>How many keys a query sees.</summary>
    public int Seen(int query) => Causal ? Math.Min(query + 1, Keys) : Keys;
}
