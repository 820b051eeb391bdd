using System.Reflection;
using FashionMnist.Options;

namespace FashionMnist.Reporting;

/// <summary>Where the build put the generated forward and backward code of this program.</summary>
internal static class GeneratedCode
{
    private const string Showcase = $"{nameof(Mlp)}.{nameof(Mlp.SampledLoss)}.g.cs";

    /// <summary>A line that says so, with a path relative to the repository.</summary>
    public static string Describe()
    {
        var directory = typeof(GeneratedCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == nameof(GeneratedCode)).Value!;
        var showcase = Find(RepositoryRoot.Find(), directory);
        return $"Generated code: {(showcase is null ? $"below {directory}" : $"{showcase}, and the files beside it")}";
    }

    private static string? Find(string? root, string directory)
    {
        if (root is null || !Directory.Exists(Path.Combine(root, directory))) return null;
        return Directory.EnumerateFiles(Path.Combine(root, directory), $"*.{Showcase}", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .FirstOrDefault();
    }
}
