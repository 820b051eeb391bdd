using System.Diagnostics;
using FashionMnist.Data;

namespace FashionMnist.Training;

/// <summary>One run of a race: a model in training, its clock, its curve and what it allocates.</summary>
internal sealed class Entrant(ITrainee trainee, int seed, int steps)
{
    private readonly List<CurvePoint> _curve = [];
    private double _lossSum;
    private int _lossCount;
    private long _allocated;
    private int _allocatedSteps;

    public ITrainee Trainee { get; } = trainee;

    public int Seed { get; } = seed;

    public PhaseClock Clock { get; } = new(steps);

    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>Managed bytes allocated per step by all threads, past the warm-up.</summary>
    public double AllocatedBytesPerStep => _allocatedSteps == 0 ? 0 : (double)_allocated / _allocatedSteps;

    /// <summary>Takes one turn: the given batches of an epoch, one step each.</summary>
    public void TakeTurn(Batch batch, ImageSet images, ReadOnlySpan<int> order, int firstStep, int endStep)
    {
        var steady = Clock.Steps >= Course.WarmUp;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var step = firstStep; step < endStep; step++)
        {
            batch.Fill(images, order.Slice(step * batch.Size, batch.Size));
            Step(batch);
        }

        if (!steady) return;
        _allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
        _allocatedSteps += endStep - firstStep;
    }

    /// <summary>Takes the test accuracy; its time is nobody's.</summary>
    public CurvePoint Look(Batch batch, ImageSet test, double epoch)
    {
        var right = 0;
        for (var tested = 0; tested < test.Count;)
        {
            // The last batch may reach back over images that were tested already; they are not counted twice.
            var start = Math.Min(tested, test.Count - batch.Size);
            batch.Fill(test, start);
            right += Trainee.CountCorrect(batch, first: tested - start);
            tested = start + batch.Size;
        }

        var point = new CurvePoint(Clock.Steps, epoch, Clock.Seconds, _lossSum / Math.Max(_lossCount, 1), 100.0 * right / test.Count);
        (_lossSum, _lossCount) = (0, 0);
        _curve.Add(point);
        return point;
    }

    private void Step(Batch batch)
    {
        var start = Stopwatch.GetTimestamp();
        var loss = Trainee.Forward(batch);
        var forwardDone = Stopwatch.GetTimestamp();
        Trainee.Backward();
        if (Clock.KeepsPhasesApart) Trainee.Settle();
        var backwardDone = Stopwatch.GetTimestamp();
        Trainee.Step();
        Clock.Record(start, forwardDone, backwardDone, Stopwatch.GetTimestamp());
        if (!float.IsFinite(loss))
        {
            throw new TrainingException($"{Trainee.Policy.Name}, seed {Seed}, step {Clock.Steps}: the loss is {loss}. A smaller --lr may help.");
        }

        _lossSum += loss;
        _lossCount++;
    }
}
