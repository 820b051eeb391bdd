using System.Text.Json.Serialization;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>One line of <c>peers.json</c>: a model trained here, and the same in PyTorch.</summary>
internal sealed record PeerRow(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("policy")] string Policy,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("ours_ms")] PhaseMilliseconds Ours,
    [property: JsonPropertyName("pytorch_ms")] PhaseMilliseconds PyTorch)
{
    /// <summary>How many times PyTorch's whole step takes as long.</summary>
    [JsonPropertyName("step_ratio")]
    public double StepRatio => Math.Round(PyTorch.Step / Ours.Step, 3);

    /// <summary>How many times our own dense backward pass takes as long; 1 for the dense one itself.</summary>
    [JsonPropertyName("backward_against_own_dense")]
    public required double BackwardAgainstDense { get; init; }
}
