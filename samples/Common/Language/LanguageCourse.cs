namespace Samples.Language;

/// <summary>How long a race of language models is, how fast they step, and when it pauses to look.</summary>
/// <param name="Steps">Steps of each run.</param>
/// <param name="Rate">The highest learning rate.</param>
/// <param name="TestBatches">Batches of held-out text in a look.</param>
internal sealed record LanguageCourse(int Steps, float Rate, int TestBatches)
{
    /// <summary>Runs take turns of this many steps, so that a noisy machine hits all alike.</summary>
    public const int Turn = 5;

    /// <summary>First steps that no median counts: code and memory are still cold.</summary>
    public const int ColdSteps = Turn;

    private const int Looks = 12;
    private const float LastRate = 0.1f;

    /// <summary>Steps between looks: whole turns.</summary>
    public int LookEvery => Math.Max(Turn, Steps / Looks / Turn * Turn);

    /// <summary>The learning rate of a step: a straight way up, then half a cosine down to a tenth (Loshchilov and Hutter, arXiv 1608.03983).</summary>
    public float RateAt(long step)
    {
        var warmUp = Math.Min(50, (Steps / 10) + 1);
        if (step < warmUp) return Rate * (step + 1) / warmUp;
        var done = Math.Min(1, (step - warmUp) / (float)Math.Max(1, Steps - warmUp));
        return Rate * (LastRate + ((1 - LastRate) * 0.5f * (1 + MathF.Cos(MathF.PI * done))));
    }
}
