using System.Reflection;
using FashionMnist.Options;

namespace FashionMnist.Reporting;

/// <summary>Where the build put the generated forward and backward code of this program.</summary>
internal static class GeneratedCode
{
    /// <summary>A line that says so, with paths relative to the repository.</summary>
    public static string Describe()
    {
        var directory = typeof(GeneratedCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == nameof(GeneratedCode)).Value!;
        var root = RepositoryRoot.Find();
        var files = root is null ? [] : FilesBelow(root, directory);
        return files.Length == 0 ? $"Generated code: below {directory}" : $"Generated code: {string.Join(", ", files)}";
    }

    private static string[] FilesBelow(string root, string directory)
    {
        var place = Path.Combine(root, directory);
        if (!Directory.Exists(place)) return [];
        return [.. Directory.EnumerateFiles(place, "*.cs", SearchOption.AllDirectories)
            .Where(path => path.Contains("SparseDiff", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }
}
