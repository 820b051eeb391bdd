using System.Text.Json;

namespace SparseDiff.Tests.Reference;

/// <summary>One case of ops.json: an operation's inputs, result, a cotangent and the gradients, computed in float64 elsewhere.</summary>
public sealed class OperationCase(JsonElement json)
{
    public static IReadOnlyList<OperationCase> All { get; } =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "ops.json"))).RootElement.EnumerateArray().Select(c => new OperationCase(c))];

    public string Operation => json.GetProperty("op").GetString()!;

    public string Attributes => json.GetProperty("attrs").GetRawText();

    public Tensor Output(Device device) => Json.Tensor(json.GetProperty("output"), device);

    public Tensor Cotangent(Device device) => Json.Tensor(json.GetProperty("cotangent"), device);

    public IEnumerable<(string Input, Tensor Gradient)> Gradients(Device device) =>
        json.GetProperty("gradients").EnumerateObject().Select(g => (g.Name, Json.Tensor(g.Value, device)));

    public Tensor T(string input, Device device) => Json.Tensor(json.GetProperty("inputs").GetProperty(input), device);

    public Labels L(string input, Device device) => Json.Labels(json.GetProperty("inputs").GetProperty(input), device);

    public Indices I(string input, Device device) => Json.Indices(json.GetProperty("inputs").GetProperty(input), device);

    public bool Has(string attribute) => json.GetProperty("attrs").TryGetProperty(attribute, out _);

    public bool Flag(string attribute) => json.GetProperty("attrs").TryGetProperty(attribute, out JsonElement value) && value.GetBoolean();

    public float Number(string attribute) => json.GetProperty("attrs").GetProperty(attribute).GetSingle();

    public float Number(string attribute, float otherwise) => Has(attribute) ? Number(attribute) : otherwise;

    public int? Whole(string attribute) => Has(attribute) ? json.GetProperty("attrs").GetProperty(attribute).GetInt32() : null;

    public int? Axis => json.GetProperty("attrs").GetProperty("axis") is { ValueKind: JsonValueKind.Number } axis ? axis.GetInt32() : null;

    public bool KeepDims => json.GetProperty("attrs").TryGetProperty("keepdim", out JsonElement keep) && keep.GetBoolean();

    public override string ToString() => $"{Operation} {Attributes} {json.GetProperty("inputs").EnumerateObject().First().Value.GetProperty("shape").GetRawText()}";
}
