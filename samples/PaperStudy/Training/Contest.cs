using System.Diagnostics;
using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Training;
using PaperStudy.Models;
using SparseDiff;

namespace PaperStudy.Training;

/// <summary>
/// Trains several models in lockstep on the same batches, in turns of a few steps and a changing order, so that whatever else the machine does
/// hits all alike. A run whose loss is no number any more ends; when the time is up all end.
/// </summary>
internal sealed class Contest(Dataset data, PixelScale scale, ContestPlan plan, Action<string> say)
{
    private const int TestBatch = 500;
    private const int TurnImages = Course.Turn * StudyRun.DefaultBatch;

    private readonly Dictionary<Entrant, (StudyRun Run, Optimizer Optimizer)> _runs = [];
    private readonly Dictionary<int, Batch> _batches = [];
    private readonly HashSet<Entrant> _failed = [];

    /// <summary>Trains every run with every seed.</summary>
    /// <returns>One outcome a run.</returns>
    public IReadOnlyList<RunOutcome> Run()
    {
        if (TurnsPerEpoch == 0) throw new TrainingException($"A comparison needs at least {TurnImages} training images, but there are {data.Train.Count}.");
        var results = new List<Entrant>[plan.Runs.Count];
        for (var i = 0; i < results.Length; i++) results[i] = [];
        var clock = Stopwatch.StartNew();
        for (var s = 0; s < plan.Seeds.Count; s++)
        {
            // What is left of the time is shared by the seeds that are left.
            var until = clock.Elapsed + ((plan.Limit - clock.Elapsed) / (plan.Seeds.Count - s)); // Null without a limit: then nothing is later.
            var entrants = plan.Runs.Select(run => Enter(run, plan.Seeds[s])).ToList();
            var cut = Train(entrants, plan.Seeds[s], () => clock.Elapsed > until);
            if (cut is { } epochs) say($"{plan.Name}: the time is up after {epochs:0.00} of {plan.Epochs} epochs.");
            for (var i = 0; i < entrants.Count; i++) results[i].Add(entrants[i]);
            GC.Collect();
        }

        return [.. plan.Runs.Select((run, i) => RunOutcome.Of(run, results[i], results[i].Any(_failed.Contains)))];
    }

    private Entrant Enter(StudyRun run, int seed)
    {
        var model = new StudyMlp(ImageSet.Pixels, plan.Hidden, plan.Layers, ImageSet.Classes, seed).To(Device.Cpu);
        var optimizer = run.NewOptimizer();
        var entrant = new Entrant(run.Contender.Train(run.Contender, model, run.Ratio, seed, optimizer, Device.Cpu), seed, Turns(run) * (TurnImages / run.Batch));
        _runs.Add(entrant, (run, optimizer));
        return entrant;
    }

    // All see the same images of an epoch, in turns of as many.
    private int TurnsPerEpoch => data.Train.Count / TurnImages;

    /// <summary>The turns of a whole run.</summary>
    private int Turns(StudyRun run) => Math.Max(1, (int)(Math.Min(run.Epochs ?? plan.Epochs, plan.Epochs) * TurnsPerEpoch));

    private Batch BatchOf(int size)
    {
        if (!_batches.TryGetValue(size, out var batch)) _batches.Add(size, batch = new Batch(size, scale, Device.Cpu));
        return batch;
    }

    /// <summary>The epochs that were trained when time ran out; null when it did not.</summary>
    private double? Train(List<Entrant> entrants, int seed, Func<bool> isOver)
    {
        var testBatch = new Batch(Math.Min(TestBatch, data.Test.Count), scale, Device.Cpu);
        var order = Enumerable.Range(0, data.Train.Count).ToArray();
        var random = new Random(seed);
        var running = entrants.ToList();
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var turn = 0; turn < TurnsPerEpoch; turn++)
            {
                foreach (var entrant in Turned(running, turn)) Take(entrant);
                var now = epoch + ((turn + 1.0) / TurnsPerEpoch);
                var over = isOver();
                var done = running.FindAll(entrant => (epoch * TurnsPerEpoch) + turn + 1 == Turns(_runs[entrant].Run));
                if (over || done.Count > 0 || turn + 1 == TurnsPerEpoch || plan.LooksPerEpoch * turn / TurnsPerEpoch < plan.LooksPerEpoch * (turn + 1) / TurnsPerEpoch)
                {
                    foreach (var entrant in running) entrant.Look(testBatch, data.Test, now);
                    say(string.Create(CultureInfo.InvariantCulture, $"{plan.Name}, seed {seed}, epoch {now:0.00}: {string.Join("  ", running.Select(e => $"{e.Trainee.Policy.Name} {e.Curve[^1].TestAccuracy:0.00} %"))}"));
                }

                if (over) return now;
                running.RemoveAll(done.Contains);
                if (running.Count == 0) return null;

                void Take(Entrant entrant)
                {
                    var (run, optimizer) = _runs[entrant];
                    var steps = TurnImages / run.Batch;
                    if (plan.RateFalls) optimizer.LearningRate = run.Rate * (1 - (float)(entrant.Clock.Steps / (double)(Turns(run) * steps)));
                    try
                    {
                        entrant.TakeTurn(BatchOf(run.Batch), data.Train, order, turn * steps, (turn + 1) * steps);
                    }
                    catch (TrainingException error)
                    {
                        say(error.Message);
                        _failed.Add(entrant);
                        running.Remove(entrant);
                    }
                }
            }
        }

        return null;
    }

    private static List<Entrant> Turned(List<Entrant> running, int turn) => [.. running.Select((_, i) => running[(i + turn) % running.Count])];
}
