namespace SparseDiff.Tests.Checkpoints;

public sealed class ParameterLayoutTests : IDisposable
{
    private const int Width = 6;
    private const int Layers = 2;

    /// <summary>GPT-2's names, for a model that calls its parameters otherwise and has its matrices as [outputs, inputs].</summary>
    private static readonly ParameterLayout Gpt2 = new(
        new("Tokens", "wte.weight"),
        new("Positions", "wpe.weight"),
        new("Blocks.*.Norm1.Scale", "h.*.ln_1.weight"),
        new("Blocks.*.Norm1.Shift", "h.*.ln_1.bias"),
        new("Blocks.*.Qkv.W", "h.*.attn.c_attn.weight", IsTransposed: true),
        new("Blocks.*.Qkv.B", "h.*.attn.c_attn.bias"),
        new("Final.Scale", "ln_f.weight"))
    {
        OptionalPrefix = "transformer.",
        Ignored = ["h.*.attn.bias", "h.*.attn.masked_bias", "lm_head.weight"],
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("gpt2.safetensors");

    [Theory]
    [InlineData("")]
    [InlineData("transformer.")]
    public void A_file_made_elsewhere_is_read_by_name_with_transposed_matrices_and_without_buffers(string prefix)
    {
        SafetensorsWriter file = Foreign(prefix);
        file.Add(prefix + "h.0.attn.bias", Tensor.Zeros(1, 1, 4, 4));
        file.Add(prefix + "h.1.attn.masked_bias", Tensor.Scalar(-1e4f));
        file.Add("lm_head.weight", Tensor.Zeros(9, Width));
        file.AddMetadata("format", "pt");
        file.Save(Path);
        var model = new TinyGpt();
        Assert.Equal("pt", Checkpoint.LoadParameters(Path, model, Gpt2)["format"]);
        Assert.Equal(Numbers(9 * Width, 1), model["Tokens"].ToArray());
        Assert.Equal(Numbers(Width, 11), model["Blocks.1.Norm1.Shift"].ToArray());
        float[] stored = Numbers(Width * 3 * Width, 12);
        float[] read = model["Blocks.1.Qkv.W"].ToArray();
        for (int output = 0; output < 3 * Width; output++)
        {
            for (int input = 0; input < Width; input++)
                Assert.Equal(stored[(input * 3 * Width) + output], read[(output * Width) + input]);
        }
    }

    [Fact]
    public void What_is_saved_in_a_layout_is_read_back_in_it()
    {
        var model = new TinyGpt();
        foreach (NamedTensor parameter in model.Parameters)
            parameter.Tensor.CopyFrom(Numbers(parameter.Tensor.Length, parameter.Name.Length));
        Checkpoint.SaveParameters(Path, model, Gpt2);
        using (SafetensorsFile file = SafetensorsFile.Open(Path))
            Assert.Equal("[6, 18] of F32", file.Entries["h.1.attn.c_attn.weight"].ToString());
        var other = new TinyGpt();
        Checkpoint.LoadParameters(Path, other, Gpt2);
        foreach (NamedTensor parameter in model.Parameters)
            Assert.Equal(parameter.Tensor.ToArray(), other[parameter.Name].ToArray());
    }

    [Fact]
    public void Parameters_that_files_do_not_have_keep_their_values_and_are_not_saved()
    {
        ParameterLayout layout = new(new ParameterRule("*.W", "*.weight", IsTransposed: true)) { Absent = ["*.Down", "*.Up"] };
        var saved = new Listed([new("A.W", Tensor.From([1, 2], [1, 2])), new("A.Down", Tensor.Scalar(3)), new("A.Up", Tensor.Scalar(4))]);
        Checkpoint.SaveParameters(Path, saved, layout);
        using (SafetensorsFile file = SafetensorsFile.Open(Path))
            Assert.Equal(["A.weight"], file.Entries.Keys);
        var read = new Listed([new("A.W", Tensor.Zeros(1, 2)), new("A.Down", Tensor.Scalar(5)), new("A.Up", Tensor.Scalar(6))]);
        Checkpoint.LoadParameters(Path, read, layout);
        Assert.Equal([1, 2], read["A.W"].ToArray());
        Assert.Equal((5, 6), (read["A.Down"].ToScalar(), read["A.Up"].ToScalar()));
    }

    [Fact]
    public void Half_precision_is_read_as_floats()
    {
        string header = """{"wte":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]}}""";
        File.WriteAllBytes(Path, RawFile.Of(header, Convert.FromHexString("803f004040408040")));
        var model = new Listed([new("T", Tensor.Zeros(2, 2))]);
        Checkpoint.LoadParameters(Path, model, new ParameterLayout(new ParameterRule("T", "wte", IsTransposed: true)));
        Assert.Equal([1, 3, 2, 4], model.Parameters[0].Tensor.ToArray());
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var model = new TinyGpt();
        SafetensorsWriter file = Foreign("", skip: "h.1.attn.c_attn.bias");
        file.Add("h.2.ln_1.weight", Tensor.Zeros(Width));
        file.Save(Path);
        Says.Error<CheckpointException>("It lacks 'h.1.attn.c_attn.bias'. It has 'h.2.ln_1.weight', which the model has not.", () => Checkpoint.LoadParameters(Path, model, Gpt2));
        file = Foreign("", skip: "h.1.attn.c_attn.weight");
        file.Add("h.1.attn.c_attn.weight", Tensor.Zeros(3 * Width, Width));
        file.Save(Path);
        Says.Error<CheckpointException>("'h.1.attn.c_attn.weight' is [18, 6] of F32, but [6, 18] was expected", () => Checkpoint.LoadParameters(Path, model, Gpt2));
        Assert.All(model.Parameters, p => Assert.All(p.Tensor.ToArray(), v => Assert.Equal(0, v)));
    }

    [Fact]
    public void Rules_that_cannot_work_are_refused()
    {
        Says.Error<ArgumentException>("as many *", () => _ = new ParameterLayout(new ParameterRule("a.*.b", "c")));
        Says.Error<ArgumentException>("as many *", () => _ = new ParameterLayout(new ParameterRule("a.*.b", "c.x*.d")));
        var model = new Listed([new("V", Tensor.Zeros(2))]);
        Says.Error<ArgumentException>("no rule for the model's parameter V", () => Checkpoint.SaveParameters(Path, model, Gpt2));
        var transposed = new ParameterLayout(new ParameterRule("V", "v", IsTransposed: true));
        Says.Error<ArgumentException>("V, but it is [2]; only matrices are transposed", () => Checkpoint.SaveParameters(Path, model, transposed));
    }

    public void Dispose() => folder.Dispose();

    private static SafetensorsWriter Foreign(string prefix, string? skip = null)
    {
        var file = new SafetensorsWriter();
        void Add(string name, int first, params int[] shape)
        {
            if (name != skip)
                file.Add(prefix + name, Tensor.From(Numbers(Shapes.Length(shape), first), shape));
        }

        Add("wte.weight", 1, 9, Width);
        Add("wpe.weight", 2, 4, Width);
        Add("ln_f.weight", 3, Width);
        for (int layer = 0; layer < Layers; layer++)
        {
            Add($"h.{layer}.ln_1.weight", 10 * layer, Width);
            Add($"h.{layer}.ln_1.bias", (10 * layer) + 1, Width);
            Add($"h.{layer}.attn.c_attn.weight", (10 * layer) + 2, Width, 3 * Width);
            Add($"h.{layer}.attn.c_attn.bias", (10 * layer) + 3, 3 * Width);
        }

        return file;
    }

    private static float[] Numbers(int count, int first) => [.. Enumerable.Range(0, count).Select(i => first + (0.25f * i))];

    private class Listed(IReadOnlyList<NamedTensor> parameters) : IModel
    {
        public IReadOnlyList<NamedTensor> Parameters => parameters;

        public Tensor this[string name] => parameters.Single(p => p.Name == name).Tensor;
    }

    private sealed class TinyGpt() : Listed(
    [
        new("Tokens", Tensor.Zeros(9, Width)),
        new("Positions", Tensor.Zeros(4, Width)),
        .. Enumerable.Range(0, Layers).SelectMany(layer => (NamedTensor[])
        [
            new($"Blocks.{layer}.Norm1.Scale", Tensor.Zeros(Width)),
            new($"Blocks.{layer}.Norm1.Shift", Tensor.Zeros(Width)),
            new($"Blocks.{layer}.Qkv.W", Tensor.Zeros(3 * Width, Width)),
            new($"Blocks.{layer}.Qkv.B", Tensor.Zeros(3 * Width)),
        ]),
        new("Final.Scale", Tensor.Zeros(Width)),
    ]);
}
