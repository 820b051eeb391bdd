using System.Reflection;
using FashionMnist.Options;

namespace FashionMnist.Reporting;

/// <summary>Where the build put the generated forward and backward code of this program.</summary>
internal static class GeneratedCode
{
    /// <summary>A line that says so, with a path relative to the repository: of the last policy's method in the network that was trained.</summary>
    public static string Describe(TrainingOptions options)
    {
        var directory = typeof(GeneratedCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == nameof(GeneratedCode)).Value!;
        var showcase = Find(RepositoryRoot.Find(), directory, $"{Network(options)}.{Method(options.Policies[^1])}.g.cs");
        return $"Generated code: {(showcase is null ? $"below {directory}" : $"{showcase}, and the files beside it")}";
    }

    private static string? Find(string? root, string directory, string file)
    {
        if (root is null || !Directory.Exists(Path.Combine(root, directory))) return null;
        return Directory.EnumerateFiles(Path.Combine(root, directory), $"*.{file}", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .FirstOrDefault();
    }

    private static string Network(TrainingOptions options) => options switch
    {
        { Model: ModelKind.Cnn } => nameof(Cnn),
        { Layers: 1 } => nameof(ShallowMlp),
        { Layers: 3 } => nameof(DeepMlp),
        _ => nameof(Mlp),
    };

    private static string Method(Policy policy) => policy.Name switch
    {
        "topk" => nameof(Mlp.TopKLoss),
        "sampled" => nameof(Mlp.SampledLoss),
        _ => nameof(Mlp.Loss),
    };
}
