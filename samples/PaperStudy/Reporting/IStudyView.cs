namespace PaperStudy.Reporting;

/// <summary>Shows a study while it runs.</summary>
internal interface IStudyView
{
    /// <summary>Opens the display, runs the work inside it, closes it.</summary>
    void Watch(IReadOnlyList<string> sections, Action<IStudyWatch> work);
}
