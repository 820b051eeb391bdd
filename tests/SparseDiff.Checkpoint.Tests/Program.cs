namespace SparseDiff.Tests.Checkpoints;

/// <summary>The process that is killed while it saves: trains on from its checkpoint and saves after every step, for as long as it lives.</summary>
public static class Program
{
    /// <summary>What the process says when it has begun to train.</summary>
    public const string Ready = "training";

    // Whoever started it should have killed it long before.
    private const int LastStep = 100_000;

    public static int Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var run = TrainingRun.Of("sampled", "adam");
        if (File.Exists(arguments[0]))
            run.Load(arguments[0]);
        while (run.Step < LastStep)
        {
            run.Train(1);
            run.Save(arguments[0]);
            Console.WriteLine(Ready);
        }

        return 0;
    }
}
