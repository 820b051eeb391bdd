using PaperStudy.Reporting;

namespace PaperStudy.Sections;

/// <summary>A question of the study.</summary>
internal interface IStudySection
{
    /// <summary>Its name in options and links.</summary>
    string Name { get; }

    /// <summary>Its heading.</summary>
    string Title { get; }

    /// <summary>Measures, and reports what was found.</summary>
    SectionReport Run(StudyContext context);
}
