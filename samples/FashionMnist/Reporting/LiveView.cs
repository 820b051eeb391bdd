using System.Globalization;
using FashionMnist.Training;
using Spectre.Console;

namespace FashionMnist.Reporting;

/// <summary>Shows a race as progress bars on a terminal. It draws only between turns, on the training thread, so that it takes no time from a step.</summary>
internal sealed class LiveView(IAnsiConsole console) : IRaceView
{
    private readonly Dictionary<Entrant, ProgressTask> _bars = [];
    private ProgressContext? _context;

    public void Watch(IReadOnlyList<Entrant> entrants, Course course, Action race) => console.Progress()
        .AutoRefresh(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            _context = context;
            foreach (var entrant in entrants) _bars[entrant] = context.AddTask(Describe(entrant, null), maxValue: course.Steps);
            race();
            context.Refresh();
        });

    public void Advanced(Entrant entrant)
    {
        _bars[entrant].Value = entrant.Clock.Steps;
        _context!.Refresh();
    }

    public void Looked(Entrant entrant, CurvePoint point) => _bars[entrant].Description = Describe(entrant, point);

    private static string Describe(Entrant entrant, CurvePoint? point)
    {
        var name = $"{entrant.Trainee.Policy.Name,-8} seed {entrant.Seed}";
        return point is null ? name : string.Create(
            CultureInfo.InvariantCulture, $"{name}  loss {point.TrainLoss:0.0000}  test {point.TestAccuracy,5:0.00} %");
    }
}
