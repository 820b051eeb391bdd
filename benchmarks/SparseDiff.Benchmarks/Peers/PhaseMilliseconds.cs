using System.Text.Json.Serialization;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>What one training step costs, phase by phase, in milliseconds.</summary>
internal sealed record PhaseMilliseconds(
    [property: JsonPropertyName("forward")] double Forward,
    [property: JsonPropertyName("backward")] double Backward,
    [property: JsonPropertyName("optimizer")] double Optimizer)
{
    /// <summary>The whole step.</summary>
    [JsonPropertyName("step")]
    public double Step => Forward + Backward + Optimizer;
}
