using System.Text.Json;
using FineTune;
using Samples.Language;

namespace SparseDiff.Samples.Tests.Language;

public sealed class FineTuningTests : IDisposable
{
    private const int Depth = 3;
    private const int Width = 16;

    private readonly TemporaryDirectory _directory = new();

    public FineTuningTests() => File.WriteAllText(_directory.File("text.txt"), string.Concat(Enumerable.Repeat("abcdefghijklmnopqrstuvwxyz\n", 200)));

    private string Weights => _directory.File("gpt2.safetensors");

    [Fact]
    public void A_checkpoint_made_elsewhere_is_fine_tuned_whole_sparsely_and_with_adapters()
    {
        WriteWeights("transformer.");
        Assert.Equal(ExitCode.Success, Run("--weights", Weights, "--steps", "60", "--lr", "0.01", "--policy", "dense", "topk", "sampled", "lora", "--ratio", "0.5"));
        using var json = JsonDocument.Parse(File.ReadAllText(_directory.File($"out/{LanguageReportFile.Name}")));
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["dense", "topk", "sampled", "lora"], runs.Select(run => run.GetProperty("policy").GetString()));
        Assert.All(runs, run =>
        {
            var curve = run.GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("heldOutLoss").GetDouble()).ToList();
            Assert.True(curve[^1] < curve[0] - 0.5, $"{run.GetProperty("policy")}: {string.Join(", ", curve)}");
        });
        var numbers = runs.Select(run => run.GetProperty("trainedNumbers").GetInt64()).ToList();
        Assert.True(numbers[0] == numbers[1] && numbers[0] == numbers[2] && numbers[3] < numbers[0] / 2, string.Join(", ", numbers));
    }

    [Fact]
    public void Adapters_begin_with_the_checkpoints_own_answers()
    {
        WriteWeights("");
        var file = Gpt2File.Open(Weights);
        Assert.Equal((256, 24, Width, Depth, 1), (file.Symbols, file.Context, file.Width, file.Depth, file.Heads));
        var tokens = Indices.From([3, 1, 4, 1, 5], [1, 5]);
        float[] whole = file.Model(seed: 9).Next(tokens).ToArray();
        float[] adapted = file.Adapted(rank: 4, seed: 5).Next(tokens).ToArray();
        Assert.Equal(whole, adapted);
        Assert.NotEqual(whole[0], whole[1]);
    }

    [Fact]
    public void Files_that_do_not_fit_end_the_job_with_a_reason()
    {
        new SafetensorsWriter().Save(Weights);
        Assert.Contains("wte.weight", Assert.Throws<TrainingException>(() => Gpt2File.Open(Weights)).Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, Run("--weights", Weights));
        Assert.Equal(ExitCode.Failure, Run("--weights", _directory.File("nowhere")));
        WriteWeights("", skip: "h.2.mlp.c_fc.bias");
        Assert.Equal(ExitCode.Failure, Run("--weights", Weights));
        WriteWeights("");
        Assert.Equal(ExitCode.Failure, Run("--weights", Weights, "--context", "25"));
        Assert.False(Directory.Exists(_directory.File("out")));
    }

    [Fact]
    public void Bad_input_fails_with_a_reason_and_leaves_the_weights_as_they_are()
    {
        WriteWeights("");
        byte[] before = File.ReadAllBytes(Weights);
        Assert.Equal(ExitCode.Failure, Run("--weights", Weights, "--text", _directory.File("nowhere.txt")));
        Assert.Equal(before, File.ReadAllBytes(Weights));
        Assert.Equal(ExitCode.Failure, Run("--weights", _directory.File("")));
        foreach (byte[] damaged in new[] { before[..(before.Length / 2)], "no tensors at all, but a text"u8.ToArray(), [] })
        {
            File.WriteAllBytes(Weights, damaged);
            Assert.Equal(ExitCode.Failure, Run("--weights", Weights));
        }

        foreach ((Tensor tokens, Tensor positions) in new[]
        {
            (Tensor.Zeros(256, Width), Tensor.Zeros(24, Width + 1)), (Tensor.Zeros(256, 0), Tensor.Zeros(24, 0)), (Tensor.Zeros(256, Width), Tensor.Zeros(24, Width)),
        })
        {
            var file = new SafetensorsWriter();
            file.Add("wte.weight", tokens);
            file.Add("wpe.weight", positions);
            file.Save(Weights);
            Assert.Equal(ExitCode.Failure, Run("--weights", Weights));
        }

        Assert.False(Directory.Exists(_directory.File("out")));
    }

    [Fact]
    public void Without_weights_the_program_makes_a_checkpoint_once_and_uses_it_again()
    {
        string[] arguments = ["--quick", "--steps", "2", "--policy", "lora"];
        Assert.Equal(ExitCode.Success, Run(arguments));
        var path = Assert.Single(Directory.GetFiles(_directory.File("out"), "*.safetensors"));
        using (var file = SafetensorsFile.Open(path)) Assert.Equal("[128, 384] of F32", file.Entries["h.3.attn.c_attn.weight"].ToString());
        var made = File.GetLastWriteTimeUtc(path);
        Assert.Equal(ExitCode.Success, Run(arguments));
        Assert.Equal(made, File.GetLastWriteTimeUtc(path));
    }

    public void Dispose() => _directory.Dispose();

    private int Run(params string[] arguments) => FineTuning.Run(
        ["--batch", "4", .. arguments.Contains("--context") ? Array.Empty<string>() : ["--context", "16"], .. arguments.Contains("--text") ? Array.Empty<string>() : ["--text", _directory.File("text.txt")], "--output", _directory.File("out"), .. arguments], TextWriter.Null);

    /// <summary>A file as other frameworks write it: names, transposed layers and buffers of GPT-2.</summary>
    private void WriteWeights(string prefix, string? skip = null)
    {
        var file = new SafetensorsWriter();
        var seed = 0;
        void Add(string name, Tensor tensor)
        {
            if (name != skip) file.Add(prefix + name, tensor);
        }

        void Linear(string name, int inputs, int outputs)
        {
            Add(name + ".weight", Init.Normal(0.1f, ++seed, inputs, outputs));
            Add(name + ".bias", Init.Normal(0.1f, ++seed, outputs));
        }

        void Norm(string name)
        {
            Add(name + ".weight", Tensor.Full(1, Width));
            Add(name + ".bias", Tensor.Zeros(Width));
        }

        Add("wte.weight", Init.Normal(0.1f, ++seed, 256, Width));
        Add("wpe.weight", Init.Normal(0.1f, ++seed, 24, Width));
        Norm("ln_f");
        for (var i = 0; i < Depth; i++)
        {
            Norm($"h.{i}.ln_1");
            Norm($"h.{i}.ln_2");
            Linear($"h.{i}.attn.c_attn", Width, 3 * Width);
            Linear($"h.{i}.attn.c_proj", Width, Width);
            Linear($"h.{i}.mlp.c_fc", Width, 4 * Width);
            Linear($"h.{i}.mlp.c_proj", 4 * Width, Width);
            Add($"h.{i}.attn.bias", Tensor.Zeros(1, 1, 24, 24));
            Add($"h.{i}.attn.masked_bias", Tensor.Scalar(-1e4f));
        }

        file.Save(Weights);
    }
}
