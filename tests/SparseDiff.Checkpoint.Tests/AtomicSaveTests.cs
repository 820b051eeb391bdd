namespace SparseDiff.Tests.Checkpoints;

public sealed class AtomicSaveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("run.safetensors");

    [Fact]
    public void A_save_that_fails_leaves_the_file_from_before_and_nothing_else()
    {
        var model = new Net(1);
        Checkpoint.SaveParameters(Path, model);
        byte[] before = File.ReadAllBytes(Path);
        model.W3.Storage.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Checkpoint.SaveParameters(Path, model));
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_a_crashed_process_left_is_removed_and_other_files_stay()
    {
        string leftover = $"{Path}.{Guid.NewGuid():N}.partial";
        string[] others = [$"{Path}.mine.partial", folder.File($"other.safetensors.{Guid.NewGuid():N}.partial"), $"{Path}.{Guid.NewGuid():N}"];
        foreach (string file in (string[])[leftover, .. others])
            File.WriteAllText(file, "x");
        Checkpoint.SaveParameters(Path, new Net(1));
        Assert.Equal([Path, .. others], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).OrderBy(f => f != Path).ThenBy(f => Array.IndexOf(others, f)));
    }

    [Fact]
    public void A_file_that_somebody_is_writing_is_no_leftover()
    {
        string busy = $"{Path}.{Guid.NewGuid():N}.partial";
        using (new FileStream(busy, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            Checkpoint.SaveParameters(Path, new Net(1));
        Assert.True(File.Exists(busy));
    }

    [Fact]
    public async Task A_reader_beside_a_writer_always_sees_a_whole_file()
    {
        TrainingRun writer = TrainingRun.Of("dense", "adam");
        writer.Save(Path);
        using var stop = new CancellationTokenSource();
        Task saving = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                writer.Train(1);
                writer.Save(Path);
            }
        });
        long last = 0;
        for (int i = 0; i < 100; i++)
        {
            TrainingRun reader = TrainingRun.Of("dense", "adam", seed: 3);
            reader.Load(Path);
            Assert.Equal(reader.Step, reader.Optimizer.Steps);
            Assert.True(reader.Step >= last);
            last = reader.Step;
        }

        await stop.CancelAsync();
        await saving;
    }

    public void Dispose() => folder.Dispose();
}
