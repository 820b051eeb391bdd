using FashionMnist.Data;
using PaperStudy.Models;
using PaperStudy.Reporting;
using PaperStudy.Training;
using SparseDiff;
using SparseDiff.Benchmarks.Selections;

namespace PaperStudy.Sections;

/// <summary>How much of ‖u‖² the largest entries leave out, against the bounds, and the curve that the tighter bound rests on (arXiv 1911.08772).</summary>
internal sealed class BoundsSection : IStudySection
{
    private const int BatchSize = 64, Drawn = 200_000, CurvePoints = 200;
    private const float Share = 0.001f;

    private static readonly double[] Shares = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.9];

    public string Name => "bounds";

    public string Title => "The bounds on what Top-k drops";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        List<(string Name, float[] Descending)> all = [.. Trained(context)];
        foreach (var (name, draw) in Draws.All.Take(3)) all.Add((name, Descending(Draws.Of(draw, seed: 5, Drawn).ToArray())));
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"u is a gradient, or with error feedback a gradient and what waits. ‖u − Topₖ(u)‖² ≤ (1 − k/d) ‖u‖² holds for every u; (1 − k/d)² if the squares of the sorted, normalised magnitudes, π², stay below the straight line 1 − i/d. Looked at: the first layer's weights of 784-{size.ProbeHidden}-{size.ProbeHidden}-10 in the first step and after {size.ProbeSteps} steps, and their u when {100 * Share:0.#} % of the entries pass in each step; and {Drawn} numbers of three distributions.",
            Tables =
            [
                new StudyTable(
                    "‖u − Topₖ(u)‖² / ‖u‖²", ["k / d", .. all.Select(u => u.Name), "(1 − k/d)²", "1 − k/d"],
                    [.. Shares.Select(share => (IReadOnlyList<Cell>)[Cell.Of(share, "0.####"), .. all.Select(u => Cell.Of(Dropped(u.Descending, share), "0.000")), Cell.Of((1 - share) * (1 - share), "0.000"), Cell.Of(1 - share, "0.000")])],
                    "All measured values lie below both bounds, by far for gradients: the bounds say that Top-k converges, not how well it does."),
            ],
            Charts =
            [
                new StudyChart(
                    "bounds-pi", "π²: squares of the sorted magnitudes, largest = 1", "i / d", "π²",
                    [.. all.Select(u => new StudySeries(u.Name, Positions, [.. Positions.Select(x => Square(At(u.Descending, x) / u.Descending[0]))])), new StudySeries("1 − i/d", [0, 1], [1, 0], Dashed: true)],
                    "Every curve stays under the line, so (1 − k/d)² holds. Gradients of weights drop far more steeply than normal draws."),
                new StudyChart(
                    "bounds-dropped", "Dropped energy", "k / d", "‖u − Topₖ(u)‖² / ‖u‖²",
                    [.. all.Select(u => new StudySeries(u.Name, Shares, [.. Shares.Select(share => Dropped(u.Descending, share))])), new StudySeries("(1 − k/d)²", Shares, [.. Shares.Select(share => Square(1 - share))], Dashed: true), new StudySeries("1 − k/d", Shares, [.. Shares.Select(share => 1 - share)], Dashed: true)],
                    "The two dashed bounds lie close together on this axis. Small dropped energy is no promise of training well: what is dropped time and again adds up, unless it waits (error feedback) or is drawn (sampling).") { LogX = true },
            ],
        };
    }

    private static IReadOnlyList<double> Positions { get; } = [.. Enumerable.Range(0, CurvePoints).Select(i => i / (double)CurvePoints)];

    private static List<(string Name, float[] Descending)> Trained(StudyContext context)
    {
        var size = context.Size;
        var model = new StudyMlp(ImageSet.Pixels, size.ProbeHidden, 2, ImageSet.Classes, seed: 2);
        var found = new List<(string Name, float[] Descending)>();
        float[]? waiting = null;
        WatchedTraining.Run(context.Data, context.Scale, model, new Sgd(0.05f), size.ProbeSteps, BatchSize, static (_, _) => { }, (step, gradients) =>
        {
            var gradient = HistogramSection.WeightsOf(model, gradients).AsSpan();
            if (step == 0) found.Add(("gradient, first step", Descending(gradient.ToArray())));
            if (step == size.ProbeSteps - 1) found.Add(("gradient, last step", Descending(gradient.ToArray())));
            waiting ??= new float[gradient.Length];
            System.Numerics.Tensors.TensorPrimitives.Add(gradient, waiting, waiting);
            if (step == size.ProbeSteps - 1)
            {
                found.Add(("u with error feedback", Descending([.. waiting])));
                return;
            }

            // What passes steps, and the rest waits.
            var magnitudes = Array.ConvertAll(waiting, Math.Abs);
            var least = Quickselect.Largest(magnitudes, Math.Max(1, (int)(Share * magnitudes.Length)));
            for (var i = 0; i < waiting.Length; i++)
            {
                var passes = Math.Abs(waiting[i]) >= least;
                gradient[i] = passes ? waiting[i] : 0;
                if (passes) waiting[i] = 0;
            }
        });
        return found;
    }

    private static float[] Descending(float[] values)
    {
        var sorted = Array.ConvertAll(values, Math.Abs);
        Array.Sort(sorted);
        Array.Reverse(sorted);
        return sorted;
    }

    private static double At(float[] descending, double position) => descending[Math.Min((int)(position * descending.Length), descending.Length - 1)];

    private static double Dropped(float[] descending, double share)
    {
        double kept = 0, all = 0;
        var k = Math.Max(1, (int)(share * descending.Length));
        for (var i = 0; i < descending.Length; i++)
        {
            all += Square(descending[i]);
            if (i < k) kept += Square(descending[i]);
        }

        return (all - kept) / all;
    }

    private static double Square(double value) => value * value;
}
