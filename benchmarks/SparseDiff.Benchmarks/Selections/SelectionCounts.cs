namespace SparseDiff.Benchmarks.Selections;

/// <summary>How many entries the policies that look for a threshold return, relative to what they were asked for.</summary>
/// <param name="Distribution">How the gradient is distributed.</param>
/// <param name="Ratio">The share that was asked for.</param>
/// <param name="Bracketed">Gaussian-k, bracketed: times what was asked for.</param>
/// <param name="Published">Gaussian-k as published.</param>
/// <param name="Dgc">DGC.</param>
internal sealed record SelectionCounts(string Distribution, float Ratio, double Bracketed, double Published, double Dgc)
{
    public static IEnumerable<SelectionCounts> Measure(int d, params float[] ratios)
    {
        SparseRows kept = new Workspace().Sparse(0).Take(Device.Cpu);
        foreach ((string name, Func<Random, double> draw) in Draws.All)
        {
            Tensor gradient = Draws.Of(draw, seed: 3, d / 1000, 1000);
            foreach (float ratio in ratios)
            {
                yield return new SelectionCounts(
                    name, ratio, Count(new GaussianK(ratio)), Count(new GaussianK(ratio) { AsPublished = true }), Count(new DgcK(ratio)));

                double Count(ISelection<SparseRows> policy)
                {
                    policy.Select(gradient, kept, draw: 1);
                    return kept.Count / Math.Max(1.0, Math.Floor(ratio * d));
                }
            }
        }
    }
}
