using FashionMnist.Data;
using PaperStudy.Options;

namespace PaperStudy.Sections;

/// <summary>What every section is given.</summary>
/// <param name="Options">What the user asked for.</param>
/// <param name="Data">The images.</param>
/// <param name="Scale">Their scale.</param>
/// <param name="Say">Tells a person how far it is.</param>
internal sealed record StudyContext(StudyOptions Options, Dataset Data, PixelScale Scale, Action<string> Say)
{
    public StudySize Size => Options.Size;
}
