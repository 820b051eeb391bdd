namespace FashionMnist.Data;

/// <summary>A data file or directory is not what it should be; the message says which, what was expected and what was found.</summary>
internal sealed class DataException(string path, string expected, string found, Exception? inner = null)
    : Exception($"{path}: expected {expected}, found {found}.", inner)
{
    /// <summary>The file or directory at fault.</summary>
    public string Path { get; } = path;

    /// <summary>What should be there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;
}
