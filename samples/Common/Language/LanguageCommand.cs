using System.CommandLine;

namespace Samples.Language;

/// <summary>The options that every program that trains language models has: their names, defaults, limits and explanations.</summary>
internal sealed class LanguageCommand
{
    private const string All = "all";

    private readonly Option<int> _steps;
    private readonly Option<int> _batch;
    private readonly Option<int> _context;
    private readonly Option<float> _rate;
    private readonly Option<string[]> _policy;
    private readonly Option<float> _ratio = new("--ratio") { Description = "share of gradient entries that travel on, 0 to 1 [each policy's own]" };
    private readonly Option<int[]> _seeds = new("--seed") { Description = "one comparison per seed", DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _text = new("--text") { Description = "the text to learn from [this repository's sources and documents]" };
    private readonly Option<bool> _quick = new("--quick") { Description = "everything in under 30 seconds" };
    private readonly Option<string> _device = new("--device") { Description = "where to train", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _backend = new("--dense-backend") { Description = "who computes dense products on the CPU", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> _output;
    private readonly Option<string?> _save = new("--save") { Description = "directory to save a checkpoint of each run in" };
    private readonly Option<string?> _resume = new("--resume") { Description = "directory with the checkpoints to go on from" };
    private readonly LanguageDefaults _defaults;
    private readonly RootCommand _command;

    public LanguageCommand(string description, LanguageDefaults defaults)
    {
        _defaults = defaults;
        _steps = new("--steps") { Description = $"steps of each run [{defaults.Steps}; {defaults.QuickSteps} with --quick]" };
        _batch = new("--batch") { Description = "windows of text in a step", DefaultValueFactory = _ => defaults.Batch };
        _context = new("--context") { Description = "tokens in a window", DefaultValueFactory = _ => defaults.Context };
        _rate = new("--lr") { Description = "highest learning rate", DefaultValueFactory = _ => defaults.Rate };
        _policy = new("--policy") { Description = "what to compare", DefaultValueFactory = _ => [.. defaults.Compared], AllowMultipleArgumentsPerToken = true };
        _output = new("--output") { Description = $"directory of the report [artifacts/{defaults.Name}]" };
        Limits.AtLeast(_steps, 1);
        Limits.AtLeast(_batch, 1);
        Limits.AtLeast(_context, 2);
        Limits.Positive(_rate);
        Limits.Share(_ratio);
        Limits.SomeOf(_policy, [.. defaults.Policies, All]);
        Limits.OneOf(_device, ["cpu", "gpu"]);
        Limits.OneOf(_backend, ["auto", "managed", "openblas"]);
        _command = new RootCommand(description);
        foreach (var option in (Option[])[_steps, _batch, _context, _rate, _policy, _ratio, _seeds, _text, _quick, _device, _backend, _output, _save, _resume]) Add(option);
    }

    /// <summary>Adds an option of the program's own.</summary>
    public void Add(Option option) => _command.Options.Add(option);

    /// <summary>Runs <paramref name="job"/> with the options in <paramref name="arguments"/>; bad options give exit code 2 and run nothing.</summary>
    public int Run(string[] arguments, TextWriter errors, Func<ParseResult, LanguageOptions, int> job)
    {
        _command.SetAction(result => job(result, Read(result)));
        var parsed = _command.Parse(arguments);
        if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) errors.WriteLine(error.Message);
        errors.WriteLine("--help shows the options.");
        return ExitCode.BadOptions;
    }

    private LanguageOptions Read(ParseResult result)
    {
        var quick = result.GetValue(_quick);
        var policies = result.GetValue(_policy)!;
        return new LanguageOptions
        {
            Steps = result.GetResult(_steps) is null ? (quick ? _defaults.QuickSteps : _defaults.Steps) : result.GetValue(_steps),
            Batch = result.GetValue(_batch),
            Context = result.GetValue(_context),
            Rate = result.GetValue(_rate),
            Policies = [.. _defaults.Policies.Where(policy => policies.Contains(All) || policies.Contains(policy))],
            Ratio = result.GetResult(_ratio) is null ? null : result.GetValue(_ratio),
            Seeds = [.. result.GetValue(_seeds)!.Distinct()],
            Text = result.GetValue(_text),
            Quick = quick,
            Device = Enum.Parse<DeviceKind>(result.GetValue(_device)!, ignoreCase: true),
            DenseBackend = Enum.Parse<DenseBackendKind>(result.GetValue(_backend)!, ignoreCase: true),
            Output = result.GetValue(_output) ?? Path.Combine(RepositoryRoot.Find() ?? ".", "artifacts", _defaults.Name),
            Save = result.GetValue(_save),
            Resume = result.GetValue(_resume),
        };
    }
}
