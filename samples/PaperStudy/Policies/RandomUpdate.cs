using System.Numerics.Tensors;
using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>What TopKUpdate does, with entries drawn blindly: the random-k of the comparisons with error feedback (arXiv 1911.08772). For the host.</summary>
internal sealed class RandomUpdate(float ratio, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<float[]> _residuals = [];

    public void Apply(IGradients gradients)
    {
        var entries = gradients.Entries.OfType<RowGradient>().ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            var gradient = entries[i].AsDense().AsSpan();
            if (_residuals.Count <= i) _residuals.Add(new float[gradient.Length]);
            var waiting = _residuals[i];
            TensorPrimitives.Add(gradient, waiting, waiting);
            gradient.Clear();
            // An entry that is drawn twice passes once: the second time nothing waits.
            for (var k = Math.Max(1, (int)(ratio * waiting.Length)); k > 0; k--)
            {
                var place = _random.Next(waiting.Length);
                gradient[place] += waiting[place];
                waiting[place] = 0;
            }
        }
    }
}
