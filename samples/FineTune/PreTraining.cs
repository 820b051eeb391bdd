using SparseDiff;

namespace FineTune;

/// <summary>Makes a small checkpoint in GPT-2's layout, where a user has none: trains it on this repository's sources.</summary>
internal static class PreTraining
{
    private const int Width = 128;
    private const int Depth = 4;
    private const int Seed = 1;
    private const float Rate = 2e-3f;
    private const int TestBatches = 4;

    /// <summary>The path of the checkpoint; it is made unless it is there already.</summary>
    public static string Make(LanguageOptions options, Device device, Action<string> say)
    {
        var steps = options.Quick ? 30 : 800;
        var path = Path.Combine(options.Output, $"base-{Depth}x{Width}-{options.Context}-{steps}.safetensors");
        if (File.Exists(path))
        {
            say($"Weights: {RepositoryRoot.Shown(path)}, made before");
            return path;
        }

        say($"No --weights: a model of {Depth} blocks of {Width} is pre-trained on sources, once.");
        Directory.CreateDirectory(options.Output);
        Checkpoint.SaveParameters(path, Train(options, steps, device, say), Gpt2File.Layout, new Dictionary<string, string> { ["format"] = "pt" });
        return path;
    }

    private static Gpt Train(LanguageOptions options, int steps, Device device, Action<string> say)
    {
        var bytes = new Gpt2Bytes();
        var corpus = CorpusReader.Read(path: null, RepositoryRoot.Find(), [".cs"], say);
        var gpt = new Gpt(bytes.Size, options.Context, Width, Width / 64, Depth, Seed);
        var course = new LanguageCourse(steps, Rate, TestBatches);
        var run = new LanguageRun(GptTrainees.Of("dense", gpt, options with { Rate = Rate }, device), Seed, course);
        var train = new Windows(bytes.Encode(corpus.Train), options.Batch, options.Context);
        var heldOut = new Windows(bytes.Encode(corpus.HeldOut), options.Batch, options.Context);
        var view = new PlainLanguageView(Console.Out);
        view.Watch([run], course, () => new LanguageRace(course, train, heldOut, [run], view).Run(save: null));
        return gpt;
    }
}
