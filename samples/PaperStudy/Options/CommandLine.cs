using System.CommandLine;
using PaperStudy.Sections;
using PaperStudy.Training;

namespace PaperStudy.Options;

/// <summary>The options of this program: their names, defaults, limits and explanations.</summary>
internal sealed class CommandLine
{
    private readonly Option<bool> _quick = new("--quick") { Description = "everything in under a minute, on a part of the data" };
    private readonly Option<string[]> _sections = new("--section") { Description = "only these sections", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int[]> _seeds = new("--seeds") { Description = "every comparison once with each, without a time limit", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _epochs = new("--epochs") { Description = "passes over the images in every comparison, without a time limit" };
    private readonly Option<int> _hidden = new("--hidden") { Description = "width of the network that races to the same quality [2048; 512 with --quick]" };
    private readonly Option<int> _layers = new("--layers") { Description = "its hidden layers [2]" };
    private readonly Option<string[]> _runs = new("--runs") { Description = "who races to the same quality, as policy:ratio:optimizer:rate:batch:epochs; the first is what the others must equal", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _data = new("--data") { Description = "directory with the four IDX files of Fashion-MNIST, plain or .gz" };
    private readonly Option<string?> _text = new("--text") { Description = "file to learn characters from [this repository]" };
    private readonly Option<string?> _out = new("--out") { Description = "directory of the report [artifacts/study]" };

    private readonly RootCommand _command = new("Trains with every way to make gradients sparse, measures what it does to quality and to time, and writes a report.");

    public CommandLine()
    {
        Limits.AtLeast(_epochs, 1);
        Limits.AtLeast(_hidden, 1);
        Limits.AtLeast(_layers, 1);
        Limits.SomeOf(_sections, StudySections.All.Select(section => section.Name));
        _runs.Validators.Add(result =>
        {
            try
            {
                foreach (var token in result.Tokens) StudyRun.Parse(token.Value);
            }
            catch (ArgumentException error)
            {
                result.AddError($"{_runs.Name}: {error.Message}");
            }
        });
        foreach (var option in (Option[])[_quick, _sections, _seeds, _epochs, _hidden, _layers, _runs, _data, _text, _out]) _command.Options.Add(option);
    }

    /// <summary>Runs <paramref name="job"/> with the options in <paramref name="arguments"/>; bad options give exit code 2 and run nothing.</summary>
    public int Run(string[] arguments, TextWriter errors, Func<StudyOptions, int> job)
    {
        _command.SetAction(result => job(Read(result, arguments)));
        var parsed = _command.Parse(arguments);
        if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) errors.WriteLine(error.Message);
        errors.WriteLine("--help shows the options.");
        return ExitCode.BadOptions;
    }

    private StudyOptions Read(ParseResult result, string[] arguments)
    {
        var size = result.GetValue(_quick) ? StudySize.Quick : new StudySize();
        var sections = result.GetValue(_sections) is { Length: > 0 } asked ? asked : [.. StudySections.All.Select(section => section.Name)];
        return new StudyOptions
        {
            Size = size with
            {
                QualityHidden = result.GetResult(_hidden) is null ? size.QualityHidden : result.GetValue(_hidden),
                QualityLayers = result.GetResult(_layers) is null ? size.QualityLayers : result.GetValue(_layers),
            },
            Sections = [.. StudySections.All.Select(section => section.Name).Where(sections.Contains)],
            Seeds = result.GetValue(_seeds) is { Length: > 0 } seeds ? [.. seeds.Distinct()] : null,
            Epochs = result.GetResult(_epochs) is null ? null : result.GetValue(_epochs),
            Runs = result.GetValue(_runs) is { Length: > 0 } runs ? [.. runs.Select(StudyRun.Parse)] : null,
            Data = result.GetValue(_data),
            Text = result.GetValue(_text),
            Output = result.GetValue(_out) ?? Path.Combine(RepositoryRoot.Find() ?? ".", "artifacts", "study"),
            Arguments = string.Join(' ', arguments),
        };
    }
}
