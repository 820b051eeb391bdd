namespace SparseDiff;

/// <summary>A vector for each of a number of symbols; a backward pass touches only those that occurred.</summary>
/// <param name="symbols">How many there are.</param>
/// <param name="features">Entries of each vector.</param>
/// <param name="seed">Chooses the initial vectors, normal with the deviation 0.02.</param>
public sealed partial class EmbeddingLayer(int symbols, int features, int seed)
{
    /// <summary>The vectors, [symbols, features].</summary>
    [Parameter]
    public Tensor W { get; } = Init.Normal(0.02f, seed, symbols, features);

    /// <summary>Indices of any shape to [..., features].</summary>
    [Differentiable]
    public Tensor Forward(Indices indices) => Ops.Embedding(W, indices);
}
