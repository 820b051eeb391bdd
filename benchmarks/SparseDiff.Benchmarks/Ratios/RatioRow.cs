using System.Text.Json.Serialization;

namespace SparseDiff.Benchmarks.Ratios;

/// <summary>One line of <c>ratios.json</c>.</summary>
internal sealed record RatioRow(
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("shape")] string Shape,
    [property: JsonPropertyName("policy")] string Policy,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("dense_ms")] double DenseMs,
    [property: JsonPropertyName("sparse_ms")] double SparseMs,
    [property: JsonPropertyName("speedup")] double Speedup,
    [property: JsonPropertyName("dense_backend")] string DenseBackend)
{
    /// <summary>Nanoseconds an element, for selections.</summary>
    [JsonPropertyName("ns_per_element")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NanosecondsPerElement { get; init; }
}
