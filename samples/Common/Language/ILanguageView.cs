namespace Samples.Language;

/// <summary>Shows a race of language models while it runs.</summary>
internal interface ILanguageView
{
    /// <summary>Opens the display, runs the race inside it, closes it.</summary>
    void Watch(IReadOnlyList<LanguageRun> runs, LanguageCourse course, Action race);

    /// <summary>A run has taken its turn.</summary>
    void Advanced(LanguageRun run);

    /// <summary>A run's held-out loss has been taken.</summary>
    void Looked(LanguageRun run, LanguagePoint point);
}
