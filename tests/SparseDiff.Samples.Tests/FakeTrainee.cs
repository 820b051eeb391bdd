using FashionMnist.Data;
using FashionMnist.Options;
using FashionMnist.Training;

namespace SparseDiff.Samples.Tests;

/// <summary>A model that learns nothing and remembers which batches it was shown.</summary>
internal sealed class FakeTrainee(Policy policy, int right = int.MaxValue) : ITrainee
{
    public List<int> FirstLabels { get; } = [];

    public List<string> Calls { get; } = [];

    public float NextLoss { get; set; } = 1f;

    public Policy Policy => policy;

    public float Ratio => policy.DefaultRatio;

    public float Forward(Batch batch)
    {
        Calls.Add("forward");
        FirstLabels.Add(batch.Classes[0]);
        return NextLoss;
    }

    public void Backward() => Calls.Add("backward");

    public void Settle() => Calls.Add("settle");

    public void Step() => Calls.Add("step");

    public int CountCorrect(Batch batch, int first) => Math.Min(batch.Size - first, right);
}
