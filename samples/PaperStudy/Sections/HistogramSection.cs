using FashionMnist.Data;
using PaperStudy.Models;
using PaperStudy.Reporting;
using PaperStudy.Training;
using SparseDiff;

namespace PaperStudy.Sections;

/// <summary>How large the entries of gradients are, at sparsity points and of parameters, from the first step on.</summary>
internal sealed class HistogramSection : IStudySection
{
    private const int BatchSize = 64, Layers = 2;

    public string Name => "histograms";

    public string Title => "How gradients are distributed while training goes on";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        int[] watched = [0, size.ProbeSteps / 10, size.ProbeSteps / 3, size.ProbeSteps - 1];
        var model = new StudyMlp(ImageSet.Pixels, size.ProbeHidden, Layers, ImageSet.Classes, seed: 1);     // dense: everything passes
        var atPoints = new List<(int Step, IReadOnlyList<Probe> Points)>();
        var ofWeights = new List<(int Step, Probe Weights)>();
        WatchedTraining.Run(context.Data, context.Scale, model, new Adam(), size.ProbeSteps, BatchSize, Before, After);
        string[] names = ["point behind the first hidden layer", "point behind the last hidden layer"];
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"784-{size.ProbeHidden}-{size.ProbeHidden}-10, dense training with Adam 0.001, batch {BatchSize}, {size.ProbeSteps} steps: the magnitudes of the entries at steps {string.Join(", ", watched.Select(step => step + 1))}, on a logarithmic axis, four bins for each power of ten.",
            Tables = [new StudyTable("Entries that are exactly zero, %", ["step", .. names, "first layer's weights"], [.. atPoints.Select((at, i) => (IReadOnlyList<Cell>)[Cell.Of(at.Step + 1, "0"), Zeros(at.Points[0]), Zeros(at.Points[1]), Zeros(ofWeights[i].Weights)])], "A rectifier that was off gives zero: nothing is lost by not sending it.")],
            Charts =
            [
                .. names.Select((name, point) => Chart($"histogram-point{point}", $"|gradient| at the {name}", atPoints.Select(at => (at.Step, at.Points[point])), "The body of the distribution moves down by powers of ten while training goes on, so that a fixed threshold that is right at one step is wrong at another.")),
                Chart("histogram-weights", "|gradient| of the first layer's weights", ofWeights, "Not normal: far more entries near zero, and a longer tail. A threshold that assumes a normal distribution must be checked by counting."),
            ],
        };

        void Before(int step, StudyMlp.Gradients gradients)
        {
            if (watched.Contains(step)) model.Probe(nameof(StudyMlp.RowsLoss));
        }

        void After(int step, StudyMlp.Gradients gradients)
        {
            if (!watched.Contains(step)) return;
            var probes = model.Probe(nameof(StudyMlp.RowsLoss));
            model.StopProbing(nameof(StudyMlp.RowsLoss));
            atPoints.Add((step, [.. probes.Points.Select(point => probes[point])]));
            var weights = new Probe();
            weights.See(WeightsOf(model, gradients));
            ofWeights.Add((step, weights));
        }
    }

    /// <summary>The gradient of the first layer's weights.</summary>
    public static Tensor WeightsOf(StudyMlp model, IGradients gradients)
    {
        var names = model.Parameters;
        for (var i = 0; i < names.Count; i++)
        {
            if (ReferenceEquals(names[i].Tensor, model.First.W)) return gradients.Entries[i]!.Values;
        }

        throw new InvalidOperationException("The first layer's weights have no gradient.");
    }

    private static long CountOf(Probe probe) => probe.Readings.Sum(reading => (long)reading.Length);

    private static Cell Zeros(Probe probe) => Cell.Of(100.0 * probe.Zeros / CountOf(probe), "0.0");

    private static StudyChart Chart(string name, string title, IEnumerable<(int Step, Probe Seen)> found, string caption) => new(
        name, title, "magnitude", "share of the entries in the bin",
        [
            .. found.Select(at => new StudySeries(
                $"step {at.Step + 1}",
                [.. at.Seen.Histogram.Select(bin => Math.Pow(10, (bin.From + bin.To) / 2))],
                [.. at.Seen.Histogram.Select(bin => bin.Count == 0 ? double.NaN : (double)bin.Count / CountOf(at.Seen))])),
        ],
        caption)
    { LogX = true };
}
