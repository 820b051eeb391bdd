using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>A fixed threshold: the magnitude that kept the wanted share of the first gradient it saw. One's own policy is one interface.</summary>
internal sealed class FirstStepThreshold(float ratio) : ISelection<SparseRows>
{
    private Threshold? _found;

    public void Select(Tensor gradient, SparseRows into, ulong draw) => (_found ??= new Threshold(Quantile(gradient))).Select(gradient, into, draw);

    private float Quantile(Tensor gradient)
    {
        var magnitudes = gradient.ToArray();
        for (var i = 0; i < magnitudes.Length; i++) magnitudes[i] = Math.Abs(magnitudes[i]);
        Array.Sort(magnitudes);
        return magnitudes[Math.Clamp((int)((1 - ratio) * magnitudes.Length), 0, magnitudes.Length - 1)];
    }
}
