using FashionMnist.Data;
using FashionMnist.Options;

namespace FashionMnist.Training;

/// <summary>How long a race is, and when it pauses to look: everything counted in steps.</summary>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="StepsPerEpoch">Whole batches in the training images; a rest is left out, and is another one each epoch.</param>
internal sealed record Course(int Epochs, int StepsPerEpoch)
{
    /// <summary>
    /// Runs take turns of this many steps: often enough that a noisy machine hits all alike, and seldom enough that
    /// a run has its own weights in the cache, as if it were alone.
    /// </summary>
    public const int Turn = 16;

    /// <summary>First steps that no median counts: code and memory are still cold.</summary>
    public const int WarmUp = 2 * Turn;

    private const int LooksPerEpoch = 4;

    /// <summary>So many steps' times are kept, for medians: 400 MB of them.</summary>
    private const int MostSteps = 1 << 24;

    /// <summary>All steps of one run.</summary>
    public int Steps => Epochs * StepsPerEpoch;

    /// <summary>Whether the test accuracy is taken when <paramref name="after"/> steps are done and <paramref name="before"/> were at the last turn.</summary>
    public bool LooksBetween(int before, int after) =>
        after == StepsPerEpoch || LooksPerEpoch * before / StepsPerEpoch < LooksPerEpoch * after / StepsPerEpoch;

    public static Course Of(TrainingOptions options, ImageSet train)
    {
        var stepsPerEpoch = train.Count / options.Batch;
        if (stepsPerEpoch == 0)
            throw new TrainingException($"A batch of {options.Batch} images needs at least as many training images, but there are {train.Count}.");
        if (options.Epochs > MostSteps / stepsPerEpoch)
            throw new TrainingException($"--epochs {options.Epochs} with {stepsPerEpoch} steps each is more than the {MostSteps} steps that a run may have; at most {MostSteps / stepsPerEpoch} epochs fit.");
        return new Course(options.Epochs, stepsPerEpoch);
    }
}
