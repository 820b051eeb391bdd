using System.Text.Json;

namespace SparseDiff.Tests.Reference;

/// <summary>The language models of the reference file, without and with sparsity points.</summary>
public class SequenceModelTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "models.json"))).RootElement.EnumerateArray()
            .Where(c => c.GetProperty("model").GetString()!.EndsWith("_lm", StringComparison.Ordinal))];

    public static TheoryData<string, string> Devices() => new() { { "cpu", "lstm_lm" }, { "reference", "lstm_lm" }, { "cpu", "transformer_lm" }, { "reference", "transformer_lm" } };

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_language_model_of_modules_gives_the_reference_loss_and_gradients(string deviceName, string name)
    {
        JsonElement @case = Find(name, sparse: false);
        Device device = On(deviceName);
        IModel model = name == "lstm_lm" ? new LstmLm(9, 12, 4) : new TransformerLm(9, 8, 2, 5);
        Fill(model, @case, device);
        (float loss, IGradients gradients) = model switch
        {
            LstmLm lstm => Run(lstm, StepsFirst(@case, device), Tensor.Zeros(device, 3, 4)),
            TransformerLm transformer => Run(transformer, Inputs(@case, device), Next(@case, device)),
            _ => throw new InvalidOperationException(),
        };
        AssertReference(@case, loss, gradients, device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_language_model_with_sparsity_points_gives_the_reference_loss_and_gradients(string deviceName, string name)
    {
        JsonElement @case = Find(name, sparse: true);
        Device device = On(deviceName);
        int k = @case.GetProperty("attrs").GetProperty("k").GetInt32();
        Tensor Parameter(string parameter) => Json.Tensor(@case.GetProperty("parameters").GetProperty(parameter), device);
        if (name == "lstm_lm")
        {
            var model = new SparseLstmLm(Parameter) { K = k };
            SparseLstmLm.Gradients gradients = model.CreateGradients();
            AssertReference(@case, model.LossWithGradients(StepsFirst(@case, device), Tensor.Zeros(device, 3, 4), gradients), gradients, device);
        }
        else
        {
            var model = new SparseTransformerLm(Parameter) { K = k };
            SparseTransformerLm.Gradients gradients = model.CreateGradients();
            AssertReference(@case, model.LossWithGradients(Inputs(@case, device), Next(@case, device), gradients), gradients, device);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void A_language_model_that_collects_its_states_gives_the_reference_loss_and_gradients(string deviceName)
    {
        JsonElement @case = Find("lstm_lm", sparse: false);
        Device device = On(deviceName);
        CollectedLstmLm model = new(9, 12, 4);
        Fill(model, @case, device);
        CollectedLstmLm.Gradients gradients = model.CreateGradients();
        for (int step = 0; step < 2; step++)
            AssertReference(@case, model.LossWithGradients(StepsFirst(@case, device), Tensor.Zeros(device, 3, 4), gradients), gradients, device);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Unified_columns_of_a_recurrent_model_are_its_gradients_masked_by_the_definition(string deviceName)
    {
        JsonElement @case = Find("lstm_lm", sparse: true);
        Device device = On(deviceName);
        var model = new SparseLstmLm(parameter => Json.Tensor(@case.GetProperty("parameters").GetProperty(parameter), device)) { K = MaskedColumns.K };
        SparseLstmLm.Gradients columns = model.CreateGradients();
        SparseLstmLm.Gradients masked = model.CreateGradients();
        Tensor start = Tensor.Zeros(device, 3, 4);
        Assert.Equal(model.MaskedLossWithGradients(StepsFirst(@case, device), start, masked), model.ColumnsLossWithGradients(StepsFirst(@case, device), start, columns));
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            float[] expected = masked.Entries[i]!.Values.ToArray();
            Assert.Contains(expected, static value => value != 0);
            Json.AssertClose(expected, columns.Entries[i]!.Values.ToArray(), model.Parameters[i].Name);
        }
    }

    private static (float Loss, IGradients Gradients) Run(LstmLm model, Indices tokens, Tensor start)
    {
        LstmLm.Gradients gradients = model.CreateGradients();
        return (model.LossWithGradients(tokens, start, gradients), gradients);
    }

    private static (float Loss, IGradients Gradients) Run(TransformerLm model, Indices tokens, Labels next)
    {
        TransformerLm.Gradients gradients = model.CreateGradients();
        return (model.LossWithGradients(tokens, next, gradients), gradients);
    }

    private static Device On(string name) => name == "cpu" ? Device.Cpu : Device.Reference;

    private static JsonElement Find(string model, bool sparse) =>
        Cases.Single(c => c.GetProperty("model").GetString() == model && c.GetProperty("attrs").TryGetProperty("k", out _) == sparse);

    /// <summary>The file's parameters stand in the order in which the modules declare them.</summary>
    private static void Fill(IModel model, JsonElement @case, Device device)
    {
        JsonProperty[] values = [.. @case.GetProperty("parameters").EnumerateObject()];
        Assert.Equal(values.Length, model.Parameters.Count);
        for (int i = 0; i < values.Length; i++)
        {
            Tensor value = Json.Tensor(values[i].Value, Device.Cpu);
            Assert.Equal(value.ShapeText, model.Parameters[i].Tensor.ShapeText);
            model.Parameters[i].Tensor.CopyFrom(value.AsSpan());
        }

        foreach (NamedTensor parameter in model.Parameters)
            parameter.Tensor.MoveTo(device);
    }

    private static void AssertReference(JsonElement @case, float loss, IGradients gradients, Device device)
    {
        string name = @case.GetProperty("model").GetString()!;
        Json.AssertClose([@case.GetProperty("loss").GetSingle()], [loss], name);
        JsonProperty[] expected = [.. @case.GetProperty("gradients").EnumerateObject()];
        Assert.Equal(expected.Length, gradients.Entries.Count);
        for (int i = 0; i < expected.Length; i++)
            Json.AssertClose(Json.Tensor(expected[i].Value, device), gradients.Entries[i]!.Values, $"{name}, gradient of {expected[i].Name}");
    }

    private static int[,] Tokens(JsonElement @case)
    {
        JsonElement tokens = @case.GetProperty("data").GetProperty("tokens");
        int length = tokens.GetProperty("shape")[1].GetInt32();
        int[] values = [.. tokens.GetProperty("int").EnumerateArray().Select(v => v.GetInt32())];
        var result = new int[values.Length / length, length];
        for (int i = 0; i < values.Length; i++)
            result[i / length, i % length] = values[i];
        return result;
    }

    private static Indices StepsFirst(JsonElement @case, Device device)
    {
        int[,] tokens = Tokens(@case);
        (int batch, int steps) = (tokens.GetLength(0), tokens.GetLength(1));
        return Indices.From([.. Enumerable.Range(0, batch * steps).Select(i => tokens[i % batch, i / batch])], [steps, batch], device);
    }

    private static Indices Inputs(JsonElement @case, Device device)
    {
        int[,] tokens = Tokens(@case);
        (int batch, int context) = (tokens.GetLength(0), tokens.GetLength(1) - 1);
        return Indices.From([.. Enumerable.Range(0, batch * context).Select(i => tokens[i / context, i % context])], [batch, context], device);
    }

    private static Labels Next(JsonElement @case, Device device)
    {
        int[,] tokens = Tokens(@case);
        (int batch, int context) = (tokens.GetLength(0), tokens.GetLength(1) - 1);
        return Labels.From([.. Enumerable.Range(0, batch * context).Select(i => tokens[i / context, (i % context) + 1])], device);
    }
}
