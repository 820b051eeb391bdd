using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Data;

namespace FashionMnist.Reporting;

/// <summary>Writes a report as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportFile : JsonSerializerContext
{
    public const string Name = "report.json";

    /// <summary>Writes the report into a directory and returns the file's path.</summary>
    public static string Write(Report report, string directory)
    {
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(report, Default.Report) + "\n"));
        return path;
    }
}
