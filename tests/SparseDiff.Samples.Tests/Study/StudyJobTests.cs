using System.Text.Json;
using System.Xml.Linq;
using PaperStudy;
using PaperStudy.Options;
using PaperStudy.Reporting;
using PaperStudy.Sections;

namespace SparseDiff.Samples.Tests.Study;

/// <summary>A study of everything, but tiny.</summary>
public sealed class StudyJobTests : IDisposable
{
    private static readonly StudySize Tiny = new()
    {
        Train = 1100,
        Test = 100,
        QualitySeeds = 2,
        QualityHidden = 16,
        QualityEpochs = 2,
        PolicyHidden = 16,
        PolicyEpochs = 1,
        Ratios = [0.2f, 0.5f],
        Depths = [2, 3],
        DepthHidden = 16,
        DepthEpochs = 1,
        TextSteps = 12,
        TextWidth = 16,
        TextBatch = 4,
        TextContext = 8,
        ConvergenceEpochs = 1,
        ProbeSteps = 12,
        ProbeHidden = 16,
        Lengths = [4000],
        SelectionSeconds = 0.01,
    };

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Every_section_is_in_the_page_the_numbers_the_tables_and_the_pictures()
    {
        IdxFiles.Write(_directory.File("data"), FashionMnist.Data.DrawnShapes.Draw(Tiny.Train, Tiny.Test, seed: 11));
        File.WriteAllText(_directory.File("text.txt"), string.Concat(Enumerable.Repeat("for (var i = 0; i < n; i++) sum += x[i];\n", 60)));
        string[] names = [.. StudySections.All.Select(section => section.Name)];
        var code = StudyJob.Run(new StudyOptions
        {
            Size = Tiny,
            Sections = names,
            Data = _directory.File("data"),
            Text = _directory.File("text.txt"),
            Output = _directory.File("out"),
        });
        Assert.Equal(ExitCode.Success, code);

        using var json = JsonDocument.Parse(File.ReadAllText(_directory.File($"out/{StudyFile.Numbers}")));
        var sections = json.RootElement.GetProperty("sections").EnumerateArray().ToList();
        Assert.Equal(names, sections.Select(section => section.GetProperty("name").GetString()));
        var charts = sections.SelectMany(section => section.GetProperty("charts").EnumerateArray()).ToList();
        var tables = sections.SelectMany(section => section.GetProperty("tables").EnumerateArray()).ToList();
        Assert.All(sections, section => Assert.True(section.GetProperty("tables").GetArrayLength() > 0 && section.GetProperty("charts").GetArrayLength() > 0));
        Assert.All(tables, table => Assert.All(table.GetProperty("rows").EnumerateArray(), row => Assert.Equal(table.GetProperty("columns").GetArrayLength(), row.GetArrayLength())));
        Assert.All(charts, chart => Assert.Contains(chart.GetProperty("series").EnumerateArray(), series => series.GetProperty("x").GetArrayLength() > 0));
        Assert.All(charts, chart => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_directory.File($"out/{chart.GetProperty("name")}.png"))[..4]));

        var page = XDocument.Parse(File.ReadAllText(_directory.File($"out/{StudyFile.Page}")));
        Assert.Equal(names, page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Equal(tables.Count, page.Descendants("table").Count());
        Assert.Equal(charts.Count, page.Descendants("img").Count());
        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants("figcaption"), caption => Assert.NotEqual("", caption.Value));

        var markdown = File.ReadAllText(_directory.File($"out/{StudyFile.Tables}"));
        Assert.All(tables, table => Assert.Contains($"**{table.GetProperty("title").GetString()}**", markdown, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(_directory.File("out"), "*.partial*"));
    }

    [Fact]
    public void Wrong_data_end_the_study_before_anything_is_written()
    {
        Directory.CreateDirectory(_directory.File("data"));
        var code = StudyJob.Run(new StudyOptions { Size = Tiny, Sections = ["quality"], Data = _directory.File("data"), Output = _directory.File("out") });
        Assert.Equal(ExitCode.Failure, code);
        Assert.False(Directory.Exists(_directory.File("out")));
    }

    public void Dispose() => _directory.Dispose();
}
