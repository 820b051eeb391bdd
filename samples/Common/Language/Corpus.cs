namespace Samples.Language;

/// <summary>A text to learn from, and another of the same kind to test with.</summary>
/// <param name="Origin">Where it comes from, for people.</param>
/// <param name="Train">What is trained on.</param>
/// <param name="HeldOut">What is never trained on.</param>
internal sealed record Corpus(string Origin, string Train, string HeldOut)
{
    /// <summary>The last tenth of a single text is held out.</summary>
    public static Corpus Of(string origin, string text)
    {
        var border = text.Length - (text.Length / 10);
        return new Corpus(origin, text[..border], text[border..]);
    }

    /// <summary>Its beginning, for short runs.</summary>
    public Corpus Take(int train, int heldOut) =>
        this with { Train = Train[..Math.Min(train, Train.Length)], HeldOut = HeldOut[..Math.Min(heldOut, HeldOut.Length)] };
}
