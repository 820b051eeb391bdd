using System.Diagnostics;

namespace SparseDiff.Tests.Checkpoints;

public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int MostKills = 10 * Kills;
    private const int Seed = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("run.safetensors");

    [Fact]
    public void A_trainer_killed_while_it_saves_leaves_a_whole_checkpoint_from_which_it_goes_on_bit_for_bit()
    {
        var random = new Random(Seed);
        long reached = 0;
        int caught = 0;

        // The test means something only if kills come in the middle of a save: it goes on until a quarter of them did.
        for (int kill = 0; kill < Kills || (caught < Kills / 4 && kill < MostKills); kill++)
        {
            TrainAndKill(random.Next(0, 40), waitsForSave: kill % 2 == 0);
            caught += Directory.GetFiles(folder.Path, "*.partial").Length;
            TrainingRun resumed = TrainingRun.Of("sampled", "adam", seed: 2);
            resumed.Load(Path);
            Assert.True(resumed.Step > reached, $"Kill {kill} of seed {Seed}: step {resumed.Step} after {reached}.");
            reached = resumed.Step;
        }

        Assert.InRange(caught, Kills / 4, MostKills);

        // Each next save has removed what a killed one left.
        Assert.InRange(Directory.GetFiles(folder.Path).Length, 1, 2);
        TrainingRun interrupted = TrainingRun.Of("sampled", "adam", seed: 2);
        interrupted.Load(Path);
        TrainingRun whole = TrainingRun.Of("sampled", "adam");
        whole.Train((int)reached);
        Assert.Equal(whole.Bits(), interrupted.Bits());
        whole.Train(3);
        interrupted.Train(3);
        Assert.Equal(whole.Bits(), interrupted.Bits());
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Starts the trainer and, some milliseconds after its first save, ends it without warning: at any moment, or when a save has begun.</summary>
    private void TrainAndKill(int milliseconds, bool waitsForSave)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        start.ArgumentList.Add(Path);
        using Process trainer = Process.Start(start)!;
        try
        {
            Assert.True(trainer.StandardOutput.ReadLine() == Program.Ready, "The trainer did not start: " + (trainer.HasExited ? trainer.StandardError.ReadToEnd() : ""));

            // Some saves in a row, so that the moment is not always the same part of the second one.
            Thread.Sleep(milliseconds);
            if (waitsForSave)
                SpinWait.SpinUntil(() => trainer.HasExited || Directory.GetFiles(folder.Path, "*.partial").Length > 0, Patience);
        }
        finally
        {
            trainer.Kill();
            trainer.WaitForExit();
        }
    }
}
