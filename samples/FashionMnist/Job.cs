using System.Net.Http;
using FashionMnist.Data;
using FashionMnist.Options;
using FashionMnist.Reporting;
using FashionMnist.Training;
using SparseDiff;
using Spectre.Console;

namespace FashionMnist;

/// <summary>The whole program: read the data, train the policies side by side, report.</summary>
internal static class Job
{
    public static int Run(TrainingOptions options)
    {
        var screen = Screen.Open();
        try
        {
            var machine = Machine.Of(options.Device, options.DenseBackend);
            var data = Read(options, screen);
            OutputFolder.Check(options.Output);
            var runs = options.Seeds.SelectMany(seed => Train(options, machine, data, seed, screen.View)).ToList();
            var report = Sum(options, machine, data, runs);
            screen.Show(ClosingTable.Of(report, screen.IsPlain));
            screen.Say($"Report: {RepositoryRoot.Shown(ReportFile.Write(report, options.Output))}");
            screen.Say($"Chart: {RepositoryRoot.Shown(Chart.Write(report, options.Output))}");
            screen.Say(GeneratedCode.Describe(options));
            return ExitCode.Success;
        }
        catch (Exception error) when (error is DataException or TrainingException or ShapeException or OutOfMemoryException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failure;
        }
    }

    private static Dataset Read(TrainingOptions options, Screen<IRaceView> screen)
    {
        using var network = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        var all = DataPlaces.Here(options.Data, network).Read(options.Seeds[0], screen.Say);
        var data = options.Quick ? all.Take(TrainingOptions.QuickTrain, TrainingOptions.QuickTest) : all;
        screen.Say($"{data.Name} from {data.Origin}: {data.Train.Count} training and {data.Test.Count} test images");
        return data;
    }

    private static IEnumerable<RunReport> Train(TrainingOptions options, Machine machine, Dataset data, int seed, IRaceView view)
    {
        var course = Course.Of(options, data.Train);
        var entrants = Entrants.Of(options, machine.Device, seed, course.Steps);
        view.Watch(entrants, course, () => new Race(data, course, options.Batch, machine.Device, entrants, view).Run(seed));
        var dense = entrants.FirstOrDefault(entrant => entrant.Trainee.Policy == Policy.Dense);
        return entrants.Select(entrant => RunReport.Of(entrant, dense));
    }

    private static Report Sum(TrainingOptions options, Machine machine, Dataset data, IReadOnlyList<RunReport> runs) => new()
    {
        Dataset = data.Name,
        Origin = data.Origin,
        TrainImages = data.Train.Count,
        TestImages = data.Test.Count,
        Model = options.Model == ModelKind.Cnn
            ? "conv 32, conv 64, dense 128"
            : string.Join('-', [ImageSet.Pixels, .. Enumerable.Repeat(options.Hidden, options.Layers), ImageSet.Classes]),
        Batch = options.Batch,
        Epochs = options.Epochs,
        Optimizer = options.Optimizer.ToString().ToLowerInvariant(),
        LearningRate = Math.Round(options.LearningRate, 9),
        Environment = EnvironmentReport.Here(machine.Device.Name, machine.DenseBackend),
        Runs = runs,
    };
}
