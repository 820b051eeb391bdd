using SparseDiff;

namespace Samples.Language;

/// <summary>Lets a model write: token after token, drawn from what it expects next.</summary>
internal static class Author
{
    // Below 1, likely tokens become likelier: the text is less adventurous.
    private const double Temperature = 0.8;

    /// <summary>The text of <paramref name="length"/> tokens that follow <paramref name="prompt"/>.</summary>
    /// <param name="vocabulary">What tokens mean.</param>
    /// <param name="logits">What the model expects after some tokens: a number for each token.</param>
    /// <param name="prompt">How it begins.</param>
    /// <param name="context">How many tokens the model sees at most.</param>
    /// <param name="length">How many to write.</param>
    /// <param name="seed">Draws the tokens.</param>
    public static string Write(IVocabulary vocabulary, Func<int[], float[]> logits, string prompt, int context, int length, int seed)
    {
        var tokens = vocabulary.Encode(prompt).ToList();
        var start = tokens.Count;
        for (var i = 0; i < length; i++)
        {
            var seen = tokens.GetRange(Math.Max(0, tokens.Count - context), Math.Min(context, tokens.Count));
            tokens.Add(Draw(logits([.. seen]), CounterRandom.Uniform((ulong)(uint)seed, (ulong)i)));
        }

        return vocabulary.Decode(tokens.Skip(start));
    }

    private static int Draw(float[] logits, double uniform)
    {
        var largest = logits.Max();
        var weights = Array.ConvertAll(logits, logit => Math.Exp((logit - largest) / Temperature));
        var left = uniform * weights.Sum();
        for (var token = 0; token < weights.Length; token++)
        {
            left -= weights[token];
            if (left < 0) return token;
        }

        return Array.IndexOf(logits, largest);
    }
}
