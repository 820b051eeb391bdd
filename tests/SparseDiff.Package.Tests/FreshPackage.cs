using System.Reflection;

namespace SparseDiff.Package.Tests;

/// <summary>The package as packed from this build, in a feed of its own, gone afterwards.</summary>
public sealed class FreshPackage : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sparsediff-package-").FullName;

    public FreshPackage()
    {
        // A version that no cache has seen.
        Version = $"0.0.0-test.{DateTime.UtcNow.Ticks}";
        DotNet.Run(
            Metadata("RepoRoot"),
            new Dictionary<string, string>(),
            "pack", Path.Combine("src", "SparseDiff.Runtime"), "-c", Metadata("Configuration"), "--no-build", $"-p:PackageVersion={Version}", "-o", Feed);
    }

    public string Version { get; }

    public string Feed => Path.Combine(_directory, "feed");

    public string File => Path.Combine(Feed, $"SparseDiff.{Version}.nupkg");

    /// <summary>Packages that the machine has already, so that nothing but the fresh one is fetched.</summary>
    public static string KnownPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A folder outside the repository.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Metadata(string key) => typeof(FreshPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
