using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaperStudy.Reporting;

/// <summary>Writes a study: the page, the tables, the numbers, the pictures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(StudyReport))]
internal sealed partial class StudyFile : JsonSerializerContext
{
    public const string Page = "study.html", Numbers = "study.json", Tables = "study.md";

    /// <summary>Writes everything into a directory and returns the page's path.</summary>
    public static string Write(StudyReport report, string directory)
    {
        var pictures = report.Sections.SelectMany(section => section.Charts).ToDictionary(chart => chart.Name, ChartPicture.Draw);
        foreach (var (name, picture) in pictures) AtomicFile.Write(Path.Combine(directory, name + ".png"), temporary => File.WriteAllBytes(temporary, picture));
        AtomicFile.Write(Path.Combine(directory, Numbers), temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(report, Default.StudyReport) + "\n"));
        AtomicFile.Write(Path.Combine(directory, Tables), temporary => File.WriteAllText(temporary, MarkdownReport.Write(report)));
        var page = Path.Combine(directory, Page);
        AtomicFile.Write(page, temporary => File.WriteAllText(temporary, HtmlReport.Write(report, pictures)));
        return page;
    }
}
