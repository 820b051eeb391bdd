using System.Text.Json.Serialization;

namespace SparseDiff.Benchmarks.Generator;

/// <summary>One line of <c>generator.json</c>: medians, in milliseconds, of runs of the generator over a whole program.</summary>
internal sealed record GeneratorRow(
    [property: JsonPropertyName("methods")] int Methods,
    [property: JsonPropertyName("files")] int Files,
    [property: JsonPropertyName("cold_ms")] double ColdMs,
    [property: JsonPropertyName("cold_ms_per_method")] double ColdMsPerMethod,
    [property: JsonPropertyName("comment_ms")] double CommentMs,
    [property: JsonPropertyName("elsewhere_ms")] double ElsewhereMs,
    [property: JsonPropertyName("one_method_ms")] double OneMethodMs,
    [property: JsonPropertyName("lookup_cold_ms")] double LookupColdMs,
    [property: JsonPropertyName("lookup_elsewhere_ms")] double LookupElsewhereMs);
