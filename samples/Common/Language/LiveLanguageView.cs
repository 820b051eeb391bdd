using System.Globalization;
using Spectre.Console;

namespace Samples.Language;

/// <summary>Shows a race as progress bars on a terminal. It draws only between turns, on the training thread, so that it takes no time from a step.</summary>
internal sealed class LiveLanguageView(IAnsiConsole console) : ILanguageView
{
    private readonly Dictionary<LanguageRun, ProgressTask> _bars = [];
    private ProgressContext? _context;

    public void Watch(IReadOnlyList<LanguageRun> runs, LanguageCourse course, Action race) => console.Progress()
        .AutoRefresh(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            _context = context;
            foreach (var run in runs) _bars[run] = context.AddTask(Describe(run, null), maxValue: course.Steps);
            race();
            context.Refresh();
        });

    public void Advanced(LanguageRun run)
    {
        _bars[run].Value = run.Step;
        _context!.Refresh();
    }

    public void Looked(LanguageRun run, LanguagePoint point) => _bars[run].Description = Describe(run, point);

    private static string Describe(LanguageRun run, LanguagePoint? point)
    {
        var name = $"{run.Trainee.Name,-8} seed {run.Seed}";
        return point is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name}  loss {point.TrainLoss:0.000}  held out {point.HeldOutLoss:0.000}");
    }
}
