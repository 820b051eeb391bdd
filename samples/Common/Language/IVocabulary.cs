namespace Samples.Language;

/// <summary>Texts as numbers, 0 to <see cref="Size"/> - 1.</summary>
internal interface IVocabulary
{
    /// <summary>How many tokens there are.</summary>
    int Size { get; }

    /// <summary>The tokens of a text.</summary>
    int[] Encode(string text);

    /// <summary>The text of tokens.</summary>
    string Decode(IEnumerable<int> tokens);
}
