using FashionMnist.Options;
using SparseDiff;

namespace FashionMnist.Training;

/// <summary>The optimizer a user asked for.</summary>
internal static class Optimizers
{
    public static Optimizer Of(TrainingOptions options) => options.Optimizer switch
    {
        OptimizerKind.Adam => new Adam(options.LearningRate),
        OptimizerKind.AdamW => new AdamW(options.LearningRate),
        OptimizerKind.Sgd => new Sgd(options.LearningRate),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "There is no such optimizer."),
    };
}
