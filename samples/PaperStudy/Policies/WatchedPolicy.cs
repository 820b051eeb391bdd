using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>Looks at what comes to the sparsity points of a model and lets another policy decide. Switched off it costs a call.</summary>
/// <param name="inner">What decides.</param>
/// <param name="points">How many points ask in a backward pass; the one nearest the loss comes first.</param>
internal sealed class WatchedPolicy(ISelection<SparseRows> inner, int points) : ISelection<SparseRows>
{
    private MagnitudeHistogram[]? _histograms;
    private int _calls;

    /// <summary>Looks at the coming backward pass: a histogram for each point is filled.</summary>
    public IReadOnlyList<MagnitudeHistogram> Watch()
    {
        _calls = 0;
        return _histograms = [.. Enumerable.Range(0, points).Select(_ => new MagnitudeHistogram())];
    }

    /// <summary>Looks no more.</summary>
    public void Rest() => _histograms = null;

    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        if (_histograms is { } watched) watched[_calls++ % points].Add(gradient.ToArray());
        inner.Select(gradient, into, draw);
    }
}
