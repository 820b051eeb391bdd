namespace PaperStudy.Reporting;

/// <summary>What the work tells the display.</summary>
internal interface IStudyWatch
{
    /// <summary>A section begins.</summary>
    void Begin(string section);

    /// <summary>How far it is.</summary>
    void Say(string line);

    /// <summary>A section is done.</summary>
    void End(string section);
}
