namespace SparseDiff;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101): weights shrink by rate · decay, apart from the gradient.</summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class AdamW(float learningRate = 1e-3f) : AdamBase(learningRate)
{
    /// <summary>The decay; 0.01 unless given.</summary>
    public float WeightDecay
    {
        get;
        init => field = Check(nameof(WeightDecay), value, value >= 0 && float.IsFinite(value), "a finite number of 0 or more");
    } = 0.01f;

    private protected override (float Penalty, float Shrink) Decay() => (0, 1 - (LearningRate * WeightDecay));
}
