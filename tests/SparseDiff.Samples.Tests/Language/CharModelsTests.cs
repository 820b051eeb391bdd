using System.Text.Json;
using CharLm;
using Samples.Language;

namespace SparseDiff.Samples.Tests.Language;

public sealed class CharModelsTests : IDisposable
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz\n";

    private readonly TemporaryDirectory _directory = new();

    public CharModelsTests() => File.WriteAllText(_directory.File("text.txt"), string.Concat(Enumerable.Repeat(Alphabet, 200)));

    public static TheoryData<string> Models() => [.. CharModels.Models];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_learns_an_alphabet_with_every_policy(string model)
    {
        Assert.Equal(ExitCode.Success, Run("out", "--model", model, "--policy", "all", "--ratio", "0.5", "--steps", "60", "--lr", "0.01"));
        var runs = Read("out");
        Assert.Equal(GptTrainees.Policies, runs.Select(run => run.GetProperty("policy").GetString()));
        Assert.All(runs.Where(run => run.GetProperty("policy").GetString() != "topk"), run => Assert.InRange(run.GetProperty("heldOutLoss").GetDouble(), 0, 2));
        Assert.All(runs, run => Assert.True(run.GetProperty("sample").GetString()!.Length > 100));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_saved_race_goes_on_as_if_it_had_not_been_interrupted(string model)
    {
        string[] common = ["--model", model, "--policy", "sampled", "--steps", "20", "--save", _directory.File("saved")];
        Assert.Equal(ExitCode.Success, Run("whole", common));
        var whole = File.ReadAllBytes(_directory.File("saved/sampled-seed1.safetensors"));
        var points = Read("whole")[0].GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("heldOutLoss").GetDouble()).ToList();

        // The course is that of twenty steps; the machine stops after ten.
        var options = Options(model) with { Save = _directory.File("half"), Steps = 20 };
        Assert.Throws<StoppedException>(() => Stopped(model, options, after: 10));
        Assert.Equal(ExitCode.Success, Run("rest", [.. common[..^1], _directory.File("saved2"), "--resume", _directory.File("half")]));
        Assert.Equal(whole, File.ReadAllBytes(_directory.File("saved2/sampled-seed1.safetensors")));
        Assert.Equal(points[^1], Read("rest")[0].GetProperty("curve").EnumerateArray().Last().GetProperty("heldOutLoss").GetDouble());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_a_model_expects_next_is_what_its_loss_is_made_of(string model)
    {
        var options = Options(model) with { Batch = 3, Context = 7 };
        var program = new CharModels(model, width: 32);
        var vocabulary = new Characters("\ufffd" + Alphabet);
        var trainee = Assert.Single(program.Trainees(options, vocabulary, seed: 4, Device.Cpu, _ => { }));
        var windows = new Windows(vocabulary.Encode(string.Concat(Enumerable.Range(0, 90).Select(i => Alphabet[i * i % 27]))), options.Batch, options.Context);
        windows.Draw(seed: 1, step: 2);
        double sum = 0;
        for (var i = 0; i < windows.Inputs.Length; i++)
        {
            var start = i / options.Context * options.Context;
            var logits = trainee.Next(windows.Inputs[start..(i + 1)].ToArray());
            sum += Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[windows.Targets[i]];
        }

        Assert.Equal(sum / windows.Inputs.Length, trainee.Test(windows), 1e-4);
        Assert.Equal(trainee.Test(windows), trainee.Forward(windows), 1e-6);
    }

    [Fact]
    public void Wrong_options_and_missing_checkpoints_end_the_job()
    {
        Assert.Equal(ExitCode.BadOptions, Run("out", "--model", "none"));
        Assert.Equal(ExitCode.BadOptions, Run("out", "--ratio", "2"));
        Assert.Equal(ExitCode.Failure, Run("out", "--resume", _directory.File("nowhere")));
        Assert.Equal(ExitCode.Failure, Run("out", "--context", "100000"));
        Assert.False(Directory.Exists(_directory.File("out")));
    }

    public void Dispose() => _directory.Dispose();

    private static void Stopped(string model, LanguageOptions options, int after)
    {
        var program = new CharModels(model, width: 32);
        var corpus = CorpusReader.Read(options.Text, root: null, program.Extensions, _ => { });
        var vocabulary = program.VocabularyOf(corpus);
        var course = new LanguageCourse(options.Steps, options.Rate, 1);
        var train = new Windows(vocabulary.Encode(corpus.Train), options.Batch, options.Context);
        var heldOut = new Windows(vocabulary.Encode(corpus.HeldOut), options.Batch, options.Context);
        var runs = program.Trainees(options, vocabulary, 1, Device.Cpu, _ => { }).Select(trainee => new LanguageRun(trainee, 1, course)).ToList();
        Directory.CreateDirectory(options.Save!);
        new LanguageRace(course, train, heldOut, runs, new StoppingView(after)).Run(options.Save);
    }

    private LanguageOptions Options(string model)
    {
        LanguageOptions? read = null;
        CharModels.Command(out _, out _).Run(Arguments("unused", "--model", model, "--policy", "sampled"), TextWriter.Null, (_, options) =>
        {
            read = options;
            return ExitCode.Success;
        });
        return read!;
    }

    private int Run(string output, params string[] arguments) => CharModels.Run(Arguments(output, arguments), TextWriter.Null);

    private string[] Arguments(string output, params string[] arguments) =>
        ["--width", "32", "--batch", "4", .. arguments.Contains("--context") ? Array.Empty<string>() : ["--context", "16"], "--text", _directory.File("text.txt"), "--output", _directory.File(output), .. arguments];

    private List<JsonElement> Read(string output) =>
        [.. JsonDocument.Parse(File.ReadAllText(_directory.File($"{output}/{LanguageReportFile.Name}"))).RootElement.GetProperty("runs").EnumerateArray()];

    private sealed class StoppedException : Exception;

    private sealed class StoppingView(int after) : ILanguageView
    {
        public void Watch(IReadOnlyList<LanguageRun> runs, LanguageCourse course, Action race) => race();

        public void Advanced(LanguageRun run)
        {
            if (run.Step > after) throw new StoppedException();
        }

        public void Looked(LanguageRun run, LanguagePoint point)
        {
        }
    }
}
