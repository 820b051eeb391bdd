using System.Globalization;
using PaperStudy.Policies;
using SparseDiff;

namespace PaperStudy.Training;

/// <summary>What one model is trained with: a policy, its ratio, an optimizer and its learning rate, the same from the first step to the last.</summary>
/// <remarks>Written as <c>policy:ratio:optimizer:rate:batch:epochs</c>; what is left out is the default. <c>adam@0.98</c> is Adam with that decay of the second moment.</remarks>
/// <param name="Contender">The policy.</param>
/// <param name="Ratio">The share that passes; 1 when dense.</param>
/// <param name="Optimizer">adam, sgd or momentum; with "-touched" only rows with gradient step.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="Epochs">After so many passes over the images it is done, and a rate that falls has come to nothing; null for as many as the comparison has, which are the most.</param>
/// <param name="Beta2">The decay of Adam's second moment.</param>
internal sealed record StudyRun(Contender Contender, float Ratio, string Optimizer, float Rate, int Batch = StudyRun.DefaultBatch, double? Epochs = null, float Beta2 = StudyRun.DefaultBeta2)
{
    /// <summary>Images in a step unless a run says otherwise.</summary>
    public const int DefaultBatch = 64;

    private const string Touched = "-touched";
    private const float DefaultBeta2 = 0.999f;

    /// <summary>The optimizers' names.</summary>
    public static IReadOnlyList<string> Optimizers { get; } = ["adam", "adam-touched", "sgd", "sgd-touched", "momentum", "momentum-touched"];

    /// <summary>The sizes that a batch may have: turns are whole steps of each.</summary>
    public static IReadOnlyList<int> Batches { get; } = [8, 16, 32, DefaultBatch, 128, 256];

    /// <summary>Its name in tables and charts.</summary>
    public string Name => (!Contender.TakesRatio ? Contender.Name : string.Create(CultureInfo.InvariantCulture, $"{Contender.Name} {100 * Ratio:0.##} %"));

    /// <summary>The name with the optimizer.</summary>
    public string FullName => string.Create(CultureInfo.InvariantCulture, $"{Name}, {Optimizer}{(Beta2 == DefaultBeta2 ? "" : $" (β₂ {Beta2:0.###})")} {Rate:0.#####}{(Batch == DefaultBatch ? "" : $", batch {Batch}")}{(Epochs is { } epochs ? $", {epochs:0.##} epochs" : "")}");

    /// <exception cref="ArgumentException">It is no such text.</exception>
    public static StudyRun Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 6) throw new ArgumentException($"\"{text}\": a run is policy:ratio:optimizer:rate:batch:epochs.");
        var contender = Contenders.Named(parts[0]);
        var named = (parts.Length > 2 ? parts[2] : "adam").Split('@');
        var optimizer = named[0];
        if (!Optimizers.Contains(optimizer)) throw new ArgumentException($"\"{text}\": the optimizer must be one of {string.Join(", ", Optimizers)}.");
        var isAdam = optimizer.StartsWith("adam", StringComparison.Ordinal);
        var beta2 = named.Length > 1 ? Number(text, named[1], "decay of the second moment") : DefaultBeta2;
        if (named.Length > 2 || (named.Length == 2 && !isAdam) || beta2 >= 1) throw new ArgumentException($"\"{text}\": only Adam has a decay behind an @, and it is below 1.");
        var ratio = parts.Length > 1 ? Number(text, parts[1], "ratio") : 0.1f;
        if (ratio > 1) throw new ArgumentException($"\"{text}\": the ratio must be a share from 0 to 1.");
        var batch = parts.Length > 4 ? Number(text, parts[4], "batch") : DefaultBatch;
        if (!Batches.Contains((int)batch) || batch != (int)batch) throw new ArgumentException($"\"{text}\": the batch must be one of {string.Join(", ", Batches)}.");
        return new StudyRun(
            contender, contender.TakesRatio ? ratio : 1, optimizer, parts.Length > 3 ? Number(text, parts[3], "learning rate") : isAdam ? 1e-3f : 0.1f, (int)batch,
            parts.Length > 5 ? Number(text, parts[5], "number of epochs") : null, beta2);
    }

    /// <summary>A new optimizer of this run's kind.</summary>
    public Optimizer NewOptimizer()
    {
        var touched = Optimizer.EndsWith(Touched, StringComparison.Ordinal);
        return Optimizer.Replace(Touched, "", StringComparison.Ordinal) switch
        {
            "adam" => new Adam(Rate) { Beta2 = Beta2, TouchedRowsOnly = touched },
            "momentum" => new Sgd(Rate) { Momentum = 0.9f, TouchedRowsOnly = touched },
            _ => new Sgd(Rate) { TouchedRowsOnly = touched },
        };
    }

    private static float Number(string text, string part, string what) =>
        float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && float.IsFinite(number)
            ? number
            : throw new ArgumentException($"\"{text}\": the {what} must be a positive number, not \"{part}\".");
}
