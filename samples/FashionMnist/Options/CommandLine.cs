using System.CommandLine;

namespace FashionMnist.Options;

/// <summary>The options of this program: their names, defaults, limits and explanations.</summary>
internal sealed class CommandLine
{
    private const string AllPolicies = "all";

    private readonly Option<int> _epochs = new("--epochs") { Description = "passes over the training images [5; 1 with --quick]" };
    private readonly Option<int> _batch = new("--batch") { Description = "images per step", DefaultValueFactory = _ => 64 };
    private readonly Option<string> _model = new("--model") { Description = "mlp (see --hidden, --layers), or cnn: convolutions of 32 and 64, dense 128", DefaultValueFactory = _ => "mlp" };
    private readonly Option<int> _hidden = new("--hidden") { Description = "width of each hidden layer", DefaultValueFactory = _ => 512 };
    private readonly Option<int> _layers = new("--layers") { Description = "number of hidden layers, 1 to 3", DefaultValueFactory = _ => 2 };
    private readonly Option<float> _ratio = new("--ratio") { Description = "share of gradient entries that travel on, 0 to 1 [topk 0.05, sampled 0.10]" };
    private readonly Option<string[]> _policy = new("--policy") { Description = "what to compare", DefaultValueFactory = _ => [AllPolicies], AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _optimizer = new("--optimizer") { Description = "how gradients become steps", DefaultValueFactory = _ => "adam" };
    private readonly Option<float> _rate = new("--lr") { Description = "learning rate [0.001; 0.1 with sgd]" };
    private readonly Option<int[]> _seeds = new("--seed") { Description = "one comparison per seed", DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _data = new("--data") { Description = "directory with the four IDX files, plain or .gz" };
    private readonly Option<bool> _quick = new("--quick") { Description = "everything in under 30 seconds, on a part of the data" };
    private readonly Option<string> _device = new("--device") { Description = "where to train", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _backend = new("--dense-backend") { Description = "who computes dense products on the CPU", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> _output = new("--output") { Description = "directory of report and chart [artifacts/fashion-mnist]" };

    private readonly RootCommand _command = new(
        "Trains a small network on Fashion-MNIST with dense and with sparse gradients, side by side, and compares accuracy and time.");

    public CommandLine()
    {
        Limits.AtLeast(_epochs, 1);
        Limits.AtLeast(_batch, 1);
        Limits.AtLeast(_hidden, 1);
        Limits.Between(_layers, 1, TrainingOptions.MostLayers);
        Limits.Share(_ratio);
        Limits.Positive(_rate);
        Limits.SomeOf(_policy, [.. Policy.All.Select(policy => policy.Name), AllPolicies]);
        Limits.OneOf(_model, ["mlp", "cnn"]);
        Limits.OneOf(_optimizer, ["adam", "adamw", "sgd"]);
        Limits.OneOf(_device, ["cpu", "gpu"]);
        Limits.OneOf(_backend, ["auto", "managed", "openblas"]);
        _command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(_model) != "cnn") return;
            foreach (var option in ((Option[])[_hidden, _layers]).Where(option => parsed.GetResult(option) is { Implicit: false }))
                parsed.AddError($"{option.Name} is of --model mlp, not of cnn, whose layers are what they are.");
        });
        foreach (var option in (Option[])[_epochs, _batch, _model, _hidden, _layers, _ratio, _policy, _optimizer, _rate, _seeds, _data, _quick, _device, _backend, _output])
        {
            _command.Options.Add(option);
        }
    }

    /// <summary>Runs <paramref name="job"/> with the options in <paramref name="arguments"/>; bad options give exit code 2 and run nothing.</summary>
    public int Run(string[] arguments, TextWriter errors, Func<TrainingOptions, int> job)
    {
        _command.SetAction(result => job(Read(result)));
        var parsed = _command.Parse(arguments);
        if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) errors.WriteLine(error.Message);
        errors.WriteLine("--help shows the options.");
        return ExitCode.BadOptions;
    }

    private TrainingOptions Read(ParseResult result)
    {
        var quick = result.GetValue(_quick);
        var optimizer = Enum.Parse<OptimizerKind>(result.GetValue(_optimizer)!, ignoreCase: true);
        var policies = result.GetValue(_policy)!;
        return new TrainingOptions
        {
            Epochs = Given(result, _epochs) ?? (quick ? 1 : 5),
            Batch = result.GetValue(_batch),
            Model = Enum.Parse<ModelKind>(result.GetValue(_model)!, ignoreCase: true),
            Hidden = result.GetValue(_hidden),
            Layers = result.GetValue(_layers),
            Ratio = Given(result, _ratio),
            Policies = [.. Policy.All.Where(policy => policies.Contains(AllPolicies) || policies.Contains(policy.Name))],
            Optimizer = optimizer,
            LearningRate = Given(result, _rate) ?? (optimizer == OptimizerKind.Sgd ? 0.1f : 1e-3f),
            Seeds = [.. result.GetValue(_seeds)!.Distinct()],
            Data = result.GetValue(_data),
            Quick = quick,
            Device = Enum.Parse<DeviceKind>(result.GetValue(_device)!, ignoreCase: true),
            DenseBackend = Enum.Parse<DenseBackendKind>(result.GetValue(_backend)!, ignoreCase: true),
            Output = result.GetValue(_output) ?? Path.Combine(RepositoryRoot.Find() ?? ".", "artifacts", "fashion-mnist"),
        };
    }

    private static T? Given<T>(ParseResult result, Option<T> option)
        where T : struct => result.GetResult(option) is null ? null : result.GetValue(option);
}
