using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samples.Language;

/// <summary>Writes a report as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LanguageReport))]
internal sealed partial class LanguageReportFile : JsonSerializerContext
{
    public const string Name = "report.json";

    /// <summary>Writes the report into a directory and returns the file's path.</summary>
    public static string Write(LanguageReport report, string directory)
    {
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(report, Default.LanguageReport) + "\n"));
        return path;
    }
}
