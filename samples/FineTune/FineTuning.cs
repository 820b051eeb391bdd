using System.CommandLine;
using SparseDiff;

namespace FineTune;

/// <summary>This program: goes on training a checkpoint of GPT-2's layout, whole or with adapters.</summary>
internal sealed class FineTuning(string? weights, int rank) : ILanguageProgram
{
    private const string Lora = "lora";

    // Adapters begin at zero and are few: they take larger steps than weights that already know something.
    private const float LoraRate = 5;

    private static readonly LanguageDefaults Defaults = new(
        "fine-tune", Steps: 200, QuickSteps: 20, Batch: 16, Context: 64, Rate: 5e-4f, [.. GptTrainees.Policies, Lora], ["dense", "topk", "sampled", Lora]);

    private Gpt2File? _file;

    public string Model => $"{_file!.Depth} blocks of {_file.Width} from {RepositoryRoot.Shown(_file.Path)}";

    // Another kind of text than what the checkpoint of our own has seen.
    public IReadOnlyList<string> Extensions => [".md"];

    public static int Run(string[] arguments, TextWriter errors)
    {
        var weights = new Option<string?>("--weights") { Description = "checkpoint of GPT-2's layout [one that the program makes]" };
        var rank = new Option<int>("--rank") { Description = "rank of LoRA's adapters", DefaultValueFactory = _ => 8 };
        Limits.AtLeast(rank, 1);
        var command = new LanguageCommand(
            "Fine-tunes a GPT-2 checkpoint on a text: all weights with dense and with sparse gradients, and adapters alone, side by side.", Defaults);
        command.Add(weights);
        command.Add(rank);
        return command.Run(arguments, errors, (result, options) => LanguageJob.Run(options, new FineTuning(result.GetValue(weights), result.GetValue(rank))));
    }

    public IVocabulary VocabularyOf(Corpus corpus) => new Gpt2Bytes();

    public IReadOnlyList<ILanguageTrainee> Trainees(LanguageOptions options, IVocabulary vocabulary, int seed, Device device, Action<string> say)
    {
        var file = _file ??= Gpt2File.Open(weights ?? PreTraining.Make(options, device, say));
        if (file.Symbols < vocabulary.Size) throw new TrainingException($"--weights: the model has {file.Symbols} tokens, but GPT-2's {vocabulary.Size} bytes are needed.");
        if (file.Context < options.Context) throw new TrainingException($"--context {options.Context}: the model has {file.Context} positions.");
        return [.. options.Policies.Select(policy => policy == Lora
            ? OfLora(file.Adapted(rank, seed), options, device)
            : GptTrainees.Of(policy, file.Model(seed), options, device))];
    }

    private static LanguageTrainee<LoraGpt.LossSaved> OfLora(LoraGpt gpt, LanguageOptions options, Device device)
    {
        var gradients = gpt.To(device).CreateGradients();
        var testing = new Workspace();
        return new LanguageTrainee<LoraGpt.LossSaved>
        {
            Name = Lora,
            Ratio = 1,
            Model = gpt,
            Gradients = gradients,
            Optimizer = new AdamW(options.Rate),
            RateFactor = LoraRate,
            Device = device,
            ForwardPass = (tokens, next, out saved) => gpt.LossForward(tokens, next.AsLabels(), out saved),
            BackwardPass = (in saved) => gpt.LossBackward(in saved, gradients),
            Loss = (tokens, next) => gpt.LossForward(tokens, next.AsLabels(), out _, testing),
            NextLogits = gpt.Next,
        };
    }
}
