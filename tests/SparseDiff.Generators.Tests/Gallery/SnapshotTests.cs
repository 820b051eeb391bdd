using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>The gallery: every example's generated text is its golden file's.</summary>
public class SnapshotTests
{
    public static TheoryData<string> Folders => [.. Example.All.Select(static example => example.Folder).Distinct(), .. FunctionExample.Folders];

    [Theory, MemberData(nameof(Folders))]
    public async Task The_generated_code_is_the_golden_one(string folder)
    {
        Generated generated = Generated.From(File.ReadAllText(Path.Combine(Repository.Snapshots, folder, folder + ".cs")));
        Assert.DoesNotContain(generated.Diagnostics, static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.Empty(generated.Errors);
        HashSet<string> expected = [];
        List<Exception> failures = [];
        foreach ((string file, string text) in generated.Files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            string name = file.Replace("Gallery.", string.Empty, StringComparison.Ordinal).Replace(".g.cs", string.Empty, StringComparison.Ordinal);
            expected.Add(name + ".verified.cs");
            try
            {
                await Snapshot.Verify(text, Path.Combine(folder, name));
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        Assert.Empty(Directory.GetFiles(Path.Combine(Repository.Snapshots, folder), "*.verified.cs").Select(Path.GetFileName).Except(expected));
    }

    [Fact]
    public void No_golden_files_are_left_over() =>
        Assert.Empty(Directory.GetDirectories(Repository.Snapshots).Select(Path.GetFileName).Except(Example.All.Select(static example => example.Folder)).Except(FunctionExample.Folders));

    [Fact]
    public void The_same_source_gives_the_same_text_in_every_culture()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        string source = Example.Find("Scalars.Loss").Source;
        var expected = Generated.From(source).Files;
        try
        {
            var strange = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NumberDecimalSeparator = ",";
            strange.NumberFormat.NegativeSign = "~";
            System.Globalization.CultureInfo.CurrentCulture = strange;
            Assert.Equal(expected, Generated.From(source).Files);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }
}
