namespace FashionMnist.Options;

/// <summary>Which entries of a gradient travel upstream of each hidden linear layer.</summary>
/// <param name="Name">Its name in options, table and report.</param>
/// <param name="Title">What it does, in a few words.</param>
/// <param name="Scope">Among which entries it selects: none, row (each example's own) or tensor (the whole batch's).</param>
/// <param name="DefaultRatio">The share of entries it keeps unless told otherwise.</param>
internal sealed record Policy(string Name, string Title, string Scope, float DefaultRatio)
{
    /// <summary>Everything travels.</summary>
    public static Policy Dense { get; } = new("dense", "every entry", "none", 1f);

    /// <summary>The largest entries of each example, as published (meProp, arXiv 1706.06197); biased.</summary>
    public static Policy TopK { get; } = new("topk", "largest entries per row", "row", 0.05f);

    /// <summary>Entries of the whole batch drawn by magnitude and scaled up, so that their mean is right.</summary>
    public static Policy Sampled { get; } = new("sampled", "drawn by magnitude", "tensor", 0.10f);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Policy> All { get; } = [Dense, TopK, Sampled];

    /// <summary>The share of entries it keeps when a user asks for <paramref name="asked"/>.</summary>
    public float RatioFor(float? asked) => this == Dense ? DefaultRatio : asked ?? DefaultRatio;
}
