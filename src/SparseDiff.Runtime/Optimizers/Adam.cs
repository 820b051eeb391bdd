namespace SparseDiff;

/// <summary>Adam (Kingma and Ba, arXiv 1412.6980); weight decay is an L2 penalty added to the gradient.</summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Adam(float learningRate = 1e-3f) : AdamBase(learningRate)
{
    /// <summary>The L2 penalty.</summary>
    public float WeightDecay
    {
        get;
        init => field = Check(nameof(WeightDecay), value, value >= 0 && float.IsFinite(value), "a finite number of 0 or more");
    }

    private protected override (float Penalty, float Shrink) Decay() => (WeightDecay, 1);
}
