using System.Diagnostics;

namespace Samples.Language;

/// <summary>One run of a race of language models: a model in training, its clock and its curve.</summary>
internal sealed class LanguageRun(ILanguageTrainee trainee, int seed, LanguageCourse course)
{
    private readonly List<LanguagePoint> _curve = [];
    private double _lossSum;
    private int _lossCount;

    public ILanguageTrainee Trainee { get; } = trainee;

    public int Seed { get; } = seed;

    /// <summary>Steps taken, those before a resumption included.</summary>
    public long Step { get; private set; }

    public PhaseClock Clock { get; } = new(course.Steps);

    public IReadOnlyList<LanguagePoint> Curve => _curve;

    /// <summary>What it wrote at the end.</summary>
    public string Sample { get; private set; } = "";

    /// <summary>The file of its checkpoint in a directory.</summary>
    public string CheckpointIn(string directory) => Path.Combine(directory, $"{Trainee.Name}-seed{Seed}.safetensors");

    /// <summary>Goes on from a checkpoint.</summary>
    public void Resume(string path) => Step = Trainee.Resume(path);

    /// <summary>Takes one turn: steps until <paramref name="end"/>.</summary>
    public void TakeTurn(Windows batch, long end)
    {
        for (; Step < end; Step++)
        {
            batch.Draw(Seed, Step);
            var start = Stopwatch.GetTimestamp();
            var loss = Trainee.Forward(batch);
            var forwardDone = Stopwatch.GetTimestamp();
            Trainee.Backward();
            if (Clock.KeepsPhasesApart) Trainee.Settle();
            var backwardDone = Stopwatch.GetTimestamp();
            Trainee.Step(course.RateAt(Step));
            Clock.Record(start, forwardDone, backwardDone, Stopwatch.GetTimestamp());
            if (!float.IsFinite(loss)) throw new TrainingException($"{Trainee.Name}, seed {Seed}, step {Step}: the loss is {loss}. A smaller --lr may help.");
            _lossSum += loss;
            _lossCount++;
        }
    }

    /// <summary>Takes the loss on held-out text; its time is nobody's.</summary>
    public LanguagePoint Look(Windows heldOut)
    {
        double sum = 0;
        for (var i = 0; i < course.TestBatches; i++)
        {
            heldOut.Spread(i, course.TestBatches);
            sum += Trainee.Test(heldOut);
        }

        var point = new LanguagePoint(Step, Clock.Seconds, _lossSum / Math.Max(_lossCount, 1), sum / course.TestBatches);
        (_lossSum, _lossCount) = (0, 0);
        _curve.Add(point);
        return point;
    }

    /// <summary>Lets the model write.</summary>
    public void Write(IVocabulary vocabulary, string prompt, int context, int length) =>
        Sample = Author.Write(vocabulary, Trainee.Next, prompt, context, length, Seed);
}
