using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>Columns drawn blindly, other ones in each step, and not scaled: these neurons' weights take an ordinary step, the others none (block coordinate descent).</summary>
internal sealed class RandomColumns(float ratio, int seed) : ISelection<SparseColumns>
{
    private int[] _drawn = [];

    public void Select(Tensor gradient, SparseColumns into, ulong draw)
    {
        var columns = gradient.Shape[^1];
        var kept = Math.Max(1, (int)(ratio * columns));
        if (_drawn.Length != columns) _drawn = [.. Enumerable.Range(0, columns)];
        for (var i = 0; i < kept; i++)
        {
            var other = i + (int)(CounterRandom.Bits((ulong)(uint)seed, (draw * (ulong)columns) + (ulong)i) % (ulong)(columns - i));
            (_drawn[i], _drawn[other]) = (_drawn[other], _drawn[i]);
        }

        Array.Sort(_drawn, 0, kept);
        into.Keep(gradient, _drawn.AsSpan(0, kept));
    }
}
