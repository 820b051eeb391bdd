using System.Text;

namespace Samples.Language;

/// <summary>Finds the text: a file of the user's, else this repository's sources and documents, else a short text in the program.</summary>
internal static class CorpusReader
{
    private static readonly string[] Folders = ["src", "samples", "tests", "benchmarks", "docs"];
    private static readonly string[] Extensions = [".cs", ".md"];

    /// <summary>Reads the text and says when it is not what one would expect.</summary>
    /// <exception cref="TrainingException">The user's file cannot be read.</exception>
    public static Corpus Read(string? path, string? root, Action<string> say)
    {
        if (path is not null) return OfFile(path);
        if (root is not null && OfRepository(root) is { Train.Length: > 0 } own) return own;
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

    // Every tenth file is held out whole: a part of a file would be no test, where the rest of it was seen.
    private static Corpus OfRepository(string root)
    {
        var files = Folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(root, "*.md"))
            .Where(file => Extensions.Contains(Path.GetExtension(file)) && !IsOutput(Path.GetRelativePath(root, file)))
            .Order(StringComparer.Ordinal).ToList();
        var train = new StringBuilder();
        var heldOut = new StringBuilder();
        for (var i = 0; i < files.Count; i++) (i % 10 == 9 ? heldOut : train).Append(Clean(File.ReadAllText(files[i]))).Append('\n');
        return new Corpus("this repository's sources and documents", train.ToString(), heldOut.ToString());
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
