using Samples.Language;

namespace SparseDiff.Samples.Tests.Language;

/// <summary>A model that learns nothing and remembers what it was shown.</summary>
internal sealed class FakeLanguageTrainee(string name) : ILanguageTrainee
{
    public List<int> FirstTokens { get; } = [];

    public List<float> Rates { get; } = [];

    /// <summary>Before which steps the gradients were settled.</summary>
    public List<int> Settled { get; } = [];

    public float NextLoss { get; set; } = 2f;

    public string Name => name;

    public float Ratio => 1;

    public long Trained => 12;

    public float Forward(Windows batch)
    {
        FirstTokens.Add(batch.Inputs[0]);
        return NextLoss;
    }

    public void Backward()
    {
    }

    public void Settle() => Settled.Add(Rates.Count);

    public void Step(float rate) => Rates.Add(rate);

    public float Test(Windows batch) => 3f;

    public float[] Next(int[] tokens) => new float[1000];

    public void Save(string path, long step) => File.WriteAllText(path, step.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public long Resume(string path) => long.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture);
}
