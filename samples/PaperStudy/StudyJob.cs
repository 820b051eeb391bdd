using System.Diagnostics;
using System.Net.Http;
using FashionMnist.Data;
using PaperStudy.Options;
using PaperStudy.Reporting;
using PaperStudy.Sections;
using SparseDiff;

namespace PaperStudy;

/// <summary>The whole program: read the data, run the sections, write the report.</summary>
internal static class StudyJob
{
    private const string LoadFile = "/proc/loadavg";

    public static int Run(StudyOptions options)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var load = Load();
            var screen = Screen<IStudyView>.Open(static output => new PlainStudyView(output), static console => new LiveStudyView(console));
            var data = Read(options, screen.Say);
            var sections = new List<SectionReport>();
            screen.View.Watch([.. options.Sections], watch =>
            {
                var context = new StudyContext(options, data, PixelScale.Of(data.Train), watch.Say);
                foreach (var section in StudySections.All.Where(section => options.Sections.Contains(section.Name)))
                {
                    watch.Begin(section.Name);
                    var began = clock.Elapsed;
                    sections.Add(section.Run(context) with { Seconds = (clock.Elapsed - began).TotalSeconds });
                    watch.End(section.Name);
                }
            });
            var report = new StudyReport
            {
                Arguments = options.Arguments,
                Environment = EnvironmentReport.Here(Device.Cpu.Name, CpuOptions.DenseBackendDescription),
                Threads = CpuOptions.Threads,
                Load = $"{load} before, {Load()} at the end",
                Images = $"{data.Name} from {data.Origin}, {data.Train.Count} to train on, {data.Test.Count} to test",
                Sections = sections,
                Seconds = clock.Elapsed.TotalSeconds,
            };
            screen.Say($"Report: {RepositoryRoot.Shown(StudyFile.Write(report, options.Output))}");
            return ExitCode.Success;
        }
        catch (Exception error) when (error is DataException or TrainingException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failure;
        }
    }

    private static Dataset Read(StudyOptions options, Action<string> say)
    {
        using var network = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        var data = DataPlaces.Here(options.Data, network).Read(seed: 1, say).Take(options.Size.Train, options.Size.Test);
        say($"{data.Name} from {data.Origin}: {data.Train.Count} training and {data.Test.Count} test images");
        return data;
    }

    private static string Load() => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "unknown";
}
