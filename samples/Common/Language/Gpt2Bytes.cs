using System.Text;

namespace Samples.Language;

/// <summary>A token for each byte of a text in UTF-8: the first 256 tokens of GPT-2's vocabulary, in its order.</summary>
/// <remarks>
/// GPT-2 numbers the bytes that print in Latin-1 first, then the others. Any text can be written with these alone, in more tokens than with the whole
/// vocabulary, and so a checkpoint of GPT-2 can be trained on without its merge table.
/// </remarks>
internal sealed class Gpt2Bytes : IVocabulary
{
    private readonly byte[] _bytes;
    private readonly int[] _tokens = new int[256];

    public Gpt2Bytes()
    {
        var all = Enumerable.Range(0, 256).ToList();
        _bytes = [.. all.Where(Prints).Concat(all.Where(value => !Prints(value))).Select(value => (byte)value)];
        for (var token = 0; token < _bytes.Length; token++) _tokens[_bytes[token]] = token;
    }

    public int Size => 256;

    public int[] Encode(string text) => Array.ConvertAll(Encoding.UTF8.GetBytes(text), value => _tokens[value]);

    public string Decode(IEnumerable<int> tokens) =>
        Encoding.UTF8.GetString([.. tokens.Select(token => token < Size ? _bytes[token] : (byte)'?')]);

    private static bool Prints(int value) => value is >= '!' and <= '~' or >= 0xa1 and <= 0xac or >= 0xae;
}
