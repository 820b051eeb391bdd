using FashionMnist.Data;
using FashionMnist.Options;
using FashionMnist.Reporting;
using FashionMnist.Training;

namespace SparseDiff.Samples.Tests;

/// <summary>A finished small race, and its report.</summary>
internal static class Runs
{
    public const int BatchSize = 8;

    public static readonly Dataset Data = DrawnShapes.Draw(train: 300, test: 110, seed: 3);

    public static readonly Course Course = new(Epochs: 2, StepsPerEpoch: Data.Train.Count / BatchSize);

    public static List<Entrant> Race(IRaceView view, params FakeTrainee[] trainees)
    {
        var entrants = trainees.Select(trainee => new Entrant(trainee, seed: 5, Course.Steps)).ToList();
        view.Watch(entrants, Course, () => new Race(Data, Course, BatchSize, SparseDiff.Device.Cpu, entrants, view).Run(seed: 5));
        return entrants;
    }

    public static Report Report()
    {
        var entrants = Race(new PlainView(TextWriter.Null), new FakeTrainee(Policy.Dense), new FakeTrainee(Policy.TopK, right: 1), new FakeTrainee(Policy.Sampled));
        return new Report
        {
            Dataset = Data.Name,
            Origin = Data.Origin,
            TrainImages = Data.Train.Count,
            TestImages = Data.Test.Count,
            Model = "784-512-512-10",
            Batch = BatchSize,
            Epochs = Course.Epochs,
            Optimizer = "adam",
            LearningRate = 0.001,
            Environment = EnvironmentReport.Here("cpu", "managed"),
            Runs = [.. entrants.Select(entrant => RunReport.Of(entrant, entrants[0]))],
        };
    }
}
