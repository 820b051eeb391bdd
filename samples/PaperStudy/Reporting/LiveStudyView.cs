using Spectre.Console;

namespace PaperStudy.Reporting;

/// <summary>Shows a study on a terminal: a line for each section, and how far the one that runs is.</summary>
internal sealed class LiveStudyView(IAnsiConsole console) : IStudyView
{
    public void Watch(IReadOnlyList<string> sections, Action<IStudyWatch> work) => console.Progress()
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
        .Start(progress => work(new Lines(progress, sections)));

    private sealed class Lines : IStudyWatch
    {
        private readonly Dictionary<string, ProgressTask> _tasks;
        private string _now = "";

        public Lines(ProgressContext progress, IReadOnlyList<string> sections) =>
            _tasks = sections.ToDictionary(section => section, section => progress.AddTask(section, autoStart: false, maxValue: 1));

        public void Begin(string section) => _tasks[_now = section].StartTask();

        public void Say(string line) => _tasks[_now].Description = Markup.Escape($"{_now}: {line}");

        public void End(string section)
        {
            _tasks[section].Description = section;
            _tasks[section].Value = 1;
            _tasks[section].StopTask();
        }
    }
}
