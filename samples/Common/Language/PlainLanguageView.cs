using System.Globalization;

namespace Samples.Language;

/// <summary>Shows a race as one line per look: for files, pipes and build servers.</summary>
internal sealed class PlainLanguageView(TextWriter output) : ILanguageView
{
    public void Watch(IReadOnlyList<LanguageRun> runs, LanguageCourse course, Action race) => race();

    public void Advanced(LanguageRun run)
    {
    }

    public void Looked(LanguageRun run, LanguagePoint point) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Trainee.Name,-8} seed {run.Seed}  step {point.Step,5}  {point.Seconds,7:0.00} s  loss {point.TrainLoss:0.0000}  held out {point.HeldOutLoss:0.0000} nats"));
}
