using System.Text;

namespace Samples.Language;

/// <summary>Finds the text: a file of the user's, else this repository's sources and documents, else a short text in the program.</summary>
internal static class CorpusReader
{
    private static readonly string[] Folders = ["src", "samples", "tests", "benchmarks", "docs"];

    /// <summary>Reads the text and says when it is not what one would expect.</summary>
    /// <param name="path">The user's file; null for none.</param>
    /// <param name="root">The repository; null for none.</param>
    /// <param name="extensions">Which of the repository's files are read.</param>
    /// <param name="say">Tells the user.</param>
    /// <exception cref="TrainingException">The user's file cannot be read.</exception>
    public static Corpus Read(string? path, string? root, IReadOnlyList<string> extensions, Action<string> say)
    {
        if (path is not null) return OfFile(path);
        if (root is not null && OfRepository(root, extensions) is { Train.Length: > 0 } own) return own;
        say("There is no repository around this program; it learns from a short text of its own instead. --text FILE gives it another.");
        return Corpus.Of("the program's own short text", Fallback());
    }

    private static Corpus OfFile(string path)
    {
        try
        {
            return Corpus.Of(path, Clean(File.ReadAllText(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"--text {path}: {error.Message}");
        }
    }

    // Whole files are held out, a tenth of the text: a part of a file would be no test, where the rest of it was seen.
    private static Corpus OfRepository(string root, IReadOnlyList<string> extensions)
    {
        var files = Folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(root))
            .Where(file => extensions.Contains(Path.GetExtension(file)) && !IsOutput(Path.GetRelativePath(root, file)))
            .Order(StringComparer.Ordinal).ToList();
        var train = new StringBuilder();
        var heldOut = new StringBuilder();
        foreach (var file in files)
        {
            var text = Clean(File.ReadAllText(file)) + "\n";
            (10 * (heldOut.Length + text.Length) <= train.Length + heldOut.Length + text.Length ? heldOut : train).Append(text);
        }

        return new Corpus($"this repository's files {string.Join(' ', extensions.Select(extension => "*" + extension))}", train.ToString(), heldOut.ToString());
    }

    private static bool IsOutput(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Clean(string text) => text.TrimStart('\ufeff').ReplaceLineEndings("\n");

    private static string Fallback()
    {
        using var stream = typeof(CorpusReader).Assembly.GetManifestResourceStream("fallback.txt")!;
        using var reader = new StreamReader(stream);
        return Clean(reader.ReadToEnd());
    }
}
