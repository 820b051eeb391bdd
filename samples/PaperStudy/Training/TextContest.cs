using System.Diagnostics;
using Samples.Language;

namespace PaperStudy.Training;

/// <summary>Trains models of text in lockstep, as <see cref="Contest"/> does those of images: who diverges ends, and when the time is up all end.</summary>
internal sealed class TextContest(
    string name, LanguageCourse course, Windows train, Windows heldOut, IReadOnlyList<LanguageRun> runs, TimeSpan? limit, Action<string> say)
{
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var running = runs.ToList();
        for (var (step, turn) = (0, 0); step < course.Steps && running.Count > 0; turn++)
        {
            step = Math.Min(step + LanguageCourse.Turn, course.Steps);
            foreach (var run in running.Select((_, i) => running[(i + turn) % running.Count]).ToList()) Take(run, step, running);
            var over = clock.Elapsed > limit;
            if (!over && step % course.LookEvery != 0 && step != course.Steps) continue;
            foreach (var run in running) run.Look(heldOut);
            say($"{name}, step {step}: {string.Join("  ", running.Select(run => FormattableString.Invariant($"{run.Trainee.Name} {run.Trainee.Ratio:0.##} {run.Curve[^1].HeldOutLoss:0.00}")))}");
            if (over && step < course.Steps) say($"{name}: the time is up after {step} of {course.Steps} steps.");
            if (over) return;
        }
    }

    private void Take(LanguageRun run, int step, List<LanguageRun> running)
    {
        try
        {
            run.TakeTurn(train, step);
        }
        catch (TrainingException error)
        {
            say(error.Message);
            running.Remove(run);
        }
    }
}
