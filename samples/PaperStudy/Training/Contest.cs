using System.Diagnostics;
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

    private readonly Dictionary<Entrant, (Optimizer Optimizer, float Rate)> _optimizers = [];
    private readonly HashSet<Entrant> _failed = [];

    /// <summary>Trains every run with every seed.</summary>
    /// <returns>One outcome a run.</returns>
    public IReadOnlyList<RunOutcome> Run()
    {
        var results = new List<Entrant>[plan.Runs.Count];
        for (var i = 0; i < results.Length; i++) results[i] = [];
        var clock = Stopwatch.StartNew();
        for (var s = 0; s < plan.Seeds.Count; s++)
        {
            // What is left of the time is shared by the seeds that are left.
            var until = clock.Elapsed + ((plan.Limit - clock.Elapsed) / (plan.Seeds.Count - s));
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
        var entrant = new Entrant(run.Contender.Train(run.Contender, model, run.Ratio, seed, optimizer, Device.Cpu), seed, plan.Epochs * StepsPerEpoch);
        _optimizers.Add(entrant, (optimizer, run.Rate));
        return entrant;
    }

    private int StepsPerEpoch => data.Train.Count / plan.Batch;

    /// <summary>The epochs that were trained when time ran out; null when it did not.</summary>
    private double? Train(List<Entrant> entrants, int seed, Func<bool> isOver)
    {
        var batch = new Batch(plan.Batch, scale, Device.Cpu);
        var testBatch = new Batch(Math.Min(TestBatch, data.Test.Count), scale, Device.Cpu);
        var order = Enumerable.Range(0, data.Train.Count).ToArray();
        var random = new Random(seed);
        var running = entrants.ToList();
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var (first, turn) = (0, 0); first < StepsPerEpoch; first += Course.Turn, turn++)
            {
                var end = Math.Min(first + Course.Turn, StepsPerEpoch);
                foreach (var entrant in Turned(running, turn)) Take(entrant);
                var now = epoch + ((double)end / StepsPerEpoch);
                var over = isOver();
                if (over || end == StepsPerEpoch || plan.LooksPerEpoch * first / StepsPerEpoch < plan.LooksPerEpoch * end / StepsPerEpoch)
                {
                    foreach (var entrant in running) entrant.Look(testBatch, data.Test, now);
                    say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{plan.Name}, seed {seed}, epoch {now:0.00}: {string.Join("  ", running.Select(e => $"{e.Trainee.Policy.Name} {e.Curve[^1].TestAccuracy:0.00} %"))}"));
                }

                if (over || running.Count == 0) return now;

                void Take(Entrant entrant)
                {
                    var (optimizer, rate) = _optimizers[entrant];
                    if (plan.RateFalls) optimizer.LearningRate = rate * (1 - (float)(entrant.Clock.Steps / (double)(plan.Epochs * StepsPerEpoch)));
                    try
                    {
                        entrant.TakeTurn(batch, data.Train, order, first, end);
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
