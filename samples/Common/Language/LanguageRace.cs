namespace Samples.Language;

/// <summary>
/// Trains several language models in lockstep on the same batches. They take turns of a few steps in a changing order, so that whatever else the
/// machine does hits all alike.
/// </summary>
internal sealed class LanguageRace(LanguageCourse course, Windows train, Windows heldOut, IReadOnlyList<LanguageRun> runs, ILanguageView view)
{
    /// <summary>Trains to the end of the course.</summary>
    /// <param name="save">Where to save after every look; null for nowhere.</param>
    public void Run(string? save)
    {
        var turn = 0;
        for (var step = runs.Min(run => run.Step); step < course.Steps; turn++)
        {
            step = Math.Min(step - (step % LanguageCourse.Turn) + LanguageCourse.Turn, course.Steps);
            for (var i = 0; i < runs.Count; i++)
            {
                var run = runs[(i + turn) % runs.Count];
                run.TakeTurn(train, step);
                view.Advanced(run);
            }

            if (step % course.LookEvery == 0 || step == course.Steps) Look(step, save);
        }
    }

    private void Look(long step, string? save)
    {
        foreach (var run in runs.Where(run => run.Step == step))
        {
            view.Looked(run, run.Look(heldOut));
            if (save is not null) run.Trainee.Save(run.CheckpointIn(save), run.Step);
        }
    }
}
