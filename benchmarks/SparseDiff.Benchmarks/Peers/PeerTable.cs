using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>
/// Our training steps against PyTorch's, in one run: both processes take turns of a few steps, never at the same time, so that a disturbance
/// of the machine hits both alike.
/// </summary>
internal static class PeerTable
{
    private const string Folder = "benchmarks/peers";

    /// <summary>A library's threads may spin for a while after their last work; until then the other side would not have the machine for itself.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(30);

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static int Run(double secondsPerModel, IReadOnlyCollection<string> only)
    {
        if (!File.Exists(Path.Combine(Folder, "peers.py")))
        {
            Console.Error.WriteLine($"{Folder}/peers.py was not found; run this from the repository's root.");
            return 1;
        }

        using TorchProcess? torch = TorchProcess.Start(Folder, CpuOptions.Threads);
        if (torch is null)
        {
            Console.WriteLine("No Python with PyTorch was found, so there is nothing to compare with. On Debian: apt-get install python3-torch");
            return 0;
        }

        Console.WriteLine($"{CpuOptions.Threads} threads each; PyTorch {torch.Version}; OpenBLAS here: {CpuOptions.OpenBlasDescription ?? "not found"}");
        Console.WriteLine("milliseconds, ours / PyTorch's        forward            backward           optimizer          step               ratio  backward against own dense");
        List<PeerRow> rows = [];
        foreach ((string name, int turn, Func<Training[]> make) in PeerModels.All)
        {
            if (only.Count == 0 || only.Contains(name))
                rows.AddRange(Compare(torch, name, turn, make(), secondsPerModel));
        }

        Directory.CreateDirectory("artifacts/benchmarks");
        File.WriteAllText("artifacts/benchmarks/peers.json", JsonSerializer.Serialize(rows, Json));
        Console.WriteLine("Written to artifacts/benchmarks/peers.json.");
        return 0;
    }

    private static IEnumerable<PeerRow> Compare(TorchProcess torch, string name, int turn, Training[] ours, double seconds)
    {
        torch.Run(name, turn, new PhaseSamples());
        foreach (Training training in ours)
            training.Run(2 * turn, measured: false);
        var theirs = new PhaseSamples();
        long start = Stopwatch.GetTimestamp();
        do
        {
            torch.Run(name, turn, theirs);
            Thread.Sleep(Rest);
            foreach (Training training in ours)
                training.Run(turn, measured: true);
            Thread.Sleep(Rest);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);

        PhaseMilliseconds dense = ours[0].Samples.Low();
        foreach (Training training in ours)
        {
            PhaseMilliseconds own = training.Samples.Low();
            var row = new PeerRow(name, training.Policy, CpuOptions.Threads, own, theirs.Low()) { BackwardAgainstDense = Math.Round(dense.Backward / own.Backward, 3) };
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-6} {training.Policy,-29} {Pair(own.Forward, row.PyTorch.Forward)} {Pair(own.Backward, row.PyTorch.Backward)} {Pair(own.Optimizer, row.PyTorch.Optimizer)} {Pair(own.Step, row.PyTorch.Step)} {row.StepRatio,6:F2} {row.BackwardAgainstDense,6:F2}"));
            yield return row;
        }
    }

    private static string Pair(double ours, double theirs) =>
        string.Create(CultureInfo.InvariantCulture, $"{ours,7:F2} / {theirs,7:F2} ");
}
