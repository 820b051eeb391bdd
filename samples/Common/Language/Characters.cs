namespace Samples.Language;

/// <summary>A token for each character that occurs in a text often enough, and one for all others.</summary>
internal sealed class Characters : IVocabulary
{
    /// <summary>What a rare character becomes.</summary>
    public const char Unknown = '\ufffd';

    // In a long text a character must occur this often for anything to be learned about it.
    private const int Often = 20;
    private const int Long = 100_000;

    private readonly Dictionary<char, int> _tokens;

    public Characters(string symbols)
    {
        Symbols = symbols;
        _tokens = symbols.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>The characters in the order of their tokens.</summary>
    public string Symbols { get; }

    public int Size => Symbols.Length;

    /// <summary>The vocabulary of a text.</summary>
    public static Characters Of(string text) =>
        new(string.Concat(text.CountBy(c => c).Where(pair => pair.Value >= (text.Length >= Long ? Often : 1) && pair.Key != Unknown).Select(pair => pair.Key).Order().Prepend(Unknown)));

    public int[] Encode(string text)
    {
        var tokens = new int[text.Length];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = _tokens.GetValueOrDefault(text[i], 0);
        return tokens;
    }

    public string Decode(IEnumerable<int> tokens) => string.Concat(tokens.Select(token => Symbols[token]));
}
