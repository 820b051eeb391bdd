using System.Text.Json;

namespace SparseDiff.Tests.Reference;

public class ModelTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "models.json"))).RootElement.EnumerateArray()
            .Where(c => c.GetProperty("model").GetString() == "mlp")];

    public static TheoryData<int, string> Known()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Cases.Length; i++)
            data.Add(i, Cases[i].GetProperty("attrs").GetRawText());
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_mlp_gives_the_reference_loss_and_gradients_with_and_without_selection(int index, string name)
    {
        JsonElement @case = Cases[index];
        foreach (Device device in new[] { Device.Cpu, Device.Reference })
        {
            var model = new Mlp(parameter => Json.Tensor(@case.GetProperty("parameters").GetProperty(parameter), device));
            if (@case.GetProperty("attrs").TryGetProperty("k", out JsonElement k))
                model.K = k.GetInt32();
            Tensor x = Json.Tensor(@case.GetProperty("data").GetProperty("x"), device);
            Labels labels = Json.Labels(@case.GetProperty("data").GetProperty("labels"), device);
            Mlp.Gradients gradients = model.CreateGradients();
            float loss = Policy(@case) switch
            {
                "" => model.DenseLossWithGradients(x, labels, gradients),
                "top-k per row" => model.RowLossWithGradients(x, labels, gradients),
                "top-k over the whole tensor" => model.TensorLossWithGradients(x, labels, gradients),
                _ => model.ColumnsLossWithGradients(x, labels, gradients),
            };
            Json.AssertClose([@case.GetProperty("loss").GetSingle()], [loss], name);
            for (int i = 0; i < model.Parameters.Count; i++)
            {
                string parameter = model.Parameters[i].Name;
                JsonElement expected = @case.GetProperty("gradients").EnumerateObject().Single(g => string.Equals(g.Name, parameter, StringComparison.OrdinalIgnoreCase)).Value;
                Json.AssertClose(Json.Tensor(expected, device), ((IGradients)gradients).Entries[i]!.Values, $"{name}, gradient of {parameter}");
            }
        }
    }

    [Fact]
    public void An_attribute_means_a_marker_after_every_linear_operation()
    {
        JsonElement @case = Cases[0];
        var model = new Mlp(parameter => Json.Tensor(@case.GetProperty("parameters").GetProperty(parameter), Device.Cpu));
        Tensor x = Json.Tensor(@case.GetProperty("data").GetProperty("x"), Device.Cpu);
        Labels labels = Json.Labels(@case.GetProperty("data").GetProperty("labels"), Device.Cpu);
        Mlp.Gradients attribute = model.CreateGradients();
        Mlp.Gradients marker = model.CreateGradients();
        model.AttributeLossWithGradients(x, labels, attribute);
        model.MarkerLossWithGradients(x, labels, marker);
        for (int i = 0; i < model.Parameters.Count; i++)
            Assert.Equal(marker.Entries[i]!.Values.ToArray(), attribute.Entries[i]!.Values.ToArray());
    }

    [Fact]
    public void The_reference_file_has_the_models_of_this_version() =>
        Assert.Equal(["", "top-k over the whole tensor", "top-k per row", "unified top-k columns (sum of |g| over the batch)"], Cases.Select(Policy).Distinct().Order());

    private static string Policy(JsonElement @case) =>
        @case.GetProperty("attrs").TryGetProperty("policy", out JsonElement policy) ? policy.GetString()! : "";
}
