using System.Text.Json;

namespace SparseDiff.Tests.Reference;

public class CnnTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "models.json"))).RootElement.EnumerateArray()
            .Where(c => c.GetProperty("model").GetString() == "cnn")];

    public static TheoryData<int, string> Known()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Cases.Length; i++)
            data.Add(i, Cases[i].GetProperty("attrs").GetRawText());
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_cnn_gives_the_reference_loss_and_gradients_with_and_without_selection(int index, string name)
    {
        JsonElement @case = Cases[index];
        foreach (Device device in new[] { Device.Cpu, Device.Reference })
        {
            var model = new Cnn(parameter => Json.Tensor(@case.GetProperty("parameters").GetProperty(parameter), device));
            Tensor x = Json.Tensor(@case.GetProperty("data").GetProperty("x"), device);
            Labels labels = Json.Labels(@case.GetProperty("data").GetProperty("labels"), device);
            Cnn.Gradients gradients = model.CreateGradients();
            bool sparse = @case.GetProperty("attrs").TryGetProperty("k", out JsonElement k);
            model.K = sparse ? k.GetInt32() : 1;
            float loss = sparse ? model.ExampleLossWithGradients(x, labels, gradients) : model.DenseLossWithGradients(x, labels, gradients);
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
    public void The_reference_file_has_the_model_dense_and_sparse() => Assert.Equal(2, Cases.Length);
}
