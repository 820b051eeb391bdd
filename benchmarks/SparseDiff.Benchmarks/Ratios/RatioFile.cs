using System.Text.Json;

namespace SparseDiff.Benchmarks.Ratios;

/// <summary>Writes the lines of a comparison as a JSON array.</summary>
internal static class RatioFile
{
    /// <summary>Where readers look for it, from where the program was started.</summary>
    public const string Place = "artifacts/benchmarks/ratios.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes the whole file or nothing.</summary>
    public static void Write(IReadOnlyList<RatioRow> rows, string path) =>
        global::Samples.AtomicFile.Write(path, temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(rows, Json) + "\n"));
}
