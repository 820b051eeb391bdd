using System.CommandLine;
using SparseDiff;

namespace CharLm;

/// <summary>This program: which model it trains on characters, and how.</summary>
internal sealed class CharModels(string model, int width) : ILanguageProgram
{
    private const int HeadWidth = 64;
    private const int Depth = 4;

    private static readonly LanguageDefaults Defaults = new(
        "char-lm", Steps: 1500, QuickSteps: 40, Batch: 16, Context: 64, Rate: 3e-3f, GptTrainees.Policies, ["dense", "sampled"]);

    /// <summary>The names of the models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["gpt", "lstm"];

    public string Model => IsGpt ? $"gpt, {Depth} blocks of {width}" : $"lstm, {width} hidden";

    private bool IsGpt => model == Models[0];

    public IReadOnlyList<string> Extensions => [".cs", ".md"];

    public static int Run(string[] arguments, TextWriter errors) => Command(out var model, out var width).Run(
        arguments, errors, (result, options) => LanguageJob.Run(options, new CharModels(result.GetValue(model)!, result.GetValue(width))));

    /// <summary>The program's options.</summary>
    public static LanguageCommand Command(out Option<string> model, out Option<int> width)
    {
        model = new Option<string>("--model") { Description = "what to train", DefaultValueFactory = _ => Models[0] };
        width = new Option<int>("--width") { Description = "numbers of a position, or that the lstm remembers", DefaultValueFactory = _ => 128 };
        Limits.OneOf(model, Models);
        Limits.AtLeast(width, 2);
        var command = new LanguageCommand("Trains a character model on a text with dense and with sparse gradients, side by side, and lets both write.", Defaults);
        command.Add(model);
        command.Add(width);
        return command;
    }

    public IVocabulary VocabularyOf(Corpus corpus) => Characters.Of(corpus.Train);

    public IReadOnlyList<ILanguageTrainee> Trainees(LanguageOptions options, IVocabulary vocabulary, int seed, Device device, Action<string> say)
    {
        if (!IsGpt) return [.. options.Policies.Select(policy => LstmTrainees.Of(policy, new Lstm(vocabulary.Size, width / 2, width, seed), options, device))];
        var heads = Math.Max(1, width / HeadWidth);
        if (width % heads != 0) throw new TrainingException($"--width {width}: {heads} heads must divide it.");
        return [.. options.Policies.Select(policy => GptTrainees.Of(policy, new Gpt(vocabulary.Size, options.Context, width, heads, Depth, seed), options, device))];
    }
}
