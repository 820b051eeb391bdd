using System.Text.RegularExpressions;

namespace SparseDiff.Tests.Architecture;

/// <summary>What the documents point at is there.</summary>
public partial class DocumentationTests
{
    private static readonly string[] Folders = ["docs", "samples", "benchmarks", "tests"];

    private static readonly string[] CodeFolders = ["src", "tests", "samples", "benchmarks", "snapshots"];

    // Comments do not count: they may be as old as the document.
    private static readonly Lazy<HashSet<string>> Code = new(static () =>
    [
        .. CodeFolders.Select(static folder => Path.Combine(Repository.Root, folder))
            .SelectMany(static folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .SelectMany(static file => Path.GetRelativePath(Repository.Root, file).Split('/', '\\', '.')
                .Concat(File.ReadLines(file).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(static line => Word().Matches(line).Select(static word => word.Value)))),
    ]);

    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Repository.Root, "*.md").Concat(Folders.SelectMany(static folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(static path => Path.GetRelativePath(Repository.Root, path)).Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj")).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Documents))]
    public void Every_link_and_every_path_in_a_document_leads_somewhere(string document)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, document));
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        IEnumerable<string> links = Link().Matches(text).Select(match => Path.Combine(folder, match.Groups[1].Value));
        IEnumerable<string> paths = Named().Matches(text).Select(static match => Path.Combine(Repository.Root, match.Groups[1].Value.TrimEnd('.')));
        Assert.All(links.Concat(paths), path => Assert.True(Path.Exists(path), $"{document} names {path}, which does not exist."));
    }

    [Theory]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Every_name_in_a_document_about_the_code_is_in_the_code(string document)
    {
        string text = Fenced().Replace(File.ReadAllText(Path.Combine(Repository.Root, document)), string.Empty);
        IEnumerable<string> names = Quoted().Matches(text).Select(static match => match.Groups[1].Value)
            .Where(static quoted => Path.GetExtension(quoted) is not (".md" or ".props"))
            .SelectMany(static quoted => quoted.Split('.', '/'))
            .Select(static part => Identifier().Match(part)).Where(static match => match.Success).Select(static match => match.Value).Distinct();
        Assert.All(names, name => Assert.True(Code.Value.Contains(name), $"{document} names {name}, which is neither in the code nor a folder."));
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex("`([^`\n ]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?=$|[(<>])")]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|samples|benchmarks|docs|snapshots)/[A-Za-z0-9_./-]*)")]
    private static partial Regex Named();
}
