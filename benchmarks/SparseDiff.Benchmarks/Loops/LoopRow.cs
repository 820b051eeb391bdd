using System.Text.Json.Serialization;

namespace SparseDiff.Benchmarks.Loops;

/// <summary>One line of <c>loops.json</c>: milliseconds of a forward and a backward pass, and how many times faster the one that is written out is.</summary>
internal sealed record LoopRow(
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("shape")] string Shape,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("looped_ms")] double LoopedMs,
    [property: JsonPropertyName("unrolled_ms")] double UnrolledMs)
{
    [JsonPropertyName("ratio")]
    public double Ratio => Math.Round(LoopedMs / UnrolledMs, 3);
}
