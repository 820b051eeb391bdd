using System.Globalization;
using System.IO.Compression;

namespace SparseDiff.Package.Tests;

public sealed class PackageTests(FreshPackage package) : IClassFixture<FreshPackage>
{
    [Theory]
    [InlineData("lib/net10.0/SparseDiff.Runtime.dll")]
    [InlineData("lib/net10.0/SparseDiff.Runtime.xml")]
    [InlineData("lib/net10.0/SparseDiff.Attributes.dll")]
    [InlineData("lib/net10.0/SparseDiff.Attributes.xml")]
    [InlineData("analyzers/dotnet/cs/SparseDiff.Generators.dll")]
    [InlineData("README.md")]
    public void The_package_carries_runtime_attributes_generator_and_documentation(string entry)
    {
        using var archive = ZipFile.OpenRead(package.File);
        Assert.Contains(entry, archive.Entries.Select(found => found.FullName));
    }

    [Fact]
    public void The_package_depends_on_no_other_package_of_ours()
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var reader = new StreamReader(archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain("dependency id=\"SparseDiff", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_project_that_references_the_package_alone_trains_with_a_falling_loss()
    {
        var project = package.Folder("consumer");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        }

        var output = DotNet.Run(
            project,
            new Dictionary<string, string>
            {
                ["SPARSEDIFF_VERSION"] = package.Version,
                ["SPARSEDIFF_FEED"] = package.Feed,
                ["SPARSEDIFF_KNOWN_PACKAGES"] = FreshPackage.KnownPackages,
                ["NUGET_PACKAGES"] = package.Folder("packages"),
            },
            "run", "-c", "Release");
        var losses = output.Split('\n').Where(line => line.StartsWith("loss ", StringComparison.Ordinal))
            .Select(line => float.Parse(line["loss ".Length..], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, losses.Length);
        Assert.True(losses[0] > losses[1] && losses[1] > losses[2], $"losses: {string.Join(", ", losses)}");
    }
}
