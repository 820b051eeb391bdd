using System.Text.RegularExpressions;

namespace SparseDiff.Tests.Architecture;

/// <summary>What the documents point at is there.</summary>
public partial class DocumentationTests
{
    private static readonly string[] Folders = ["docs", "samples", "benchmarks", "tests"];

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

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|samples|benchmarks|docs|snapshots)/[A-Za-z0-9_./-]*)")]
    private static partial Regex Named();
}
