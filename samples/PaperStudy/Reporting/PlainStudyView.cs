namespace PaperStudy.Reporting;

/// <summary>Shows a study line by line: for files, pipes and build servers.</summary>
internal sealed class PlainStudyView(TextWriter output) : IStudyView, IStudyWatch
{
    public void Watch(IReadOnlyList<string> sections, Action<IStudyWatch> work) => work(this);

    public void Begin(string section) => output.WriteLine($"{section}: begins");

    public void Say(string line) => output.WriteLine(line);

    public void End(string section) => output.WriteLine($"{section}: done");
}
