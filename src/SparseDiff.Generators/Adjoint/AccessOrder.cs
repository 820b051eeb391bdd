using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Adjoint;

/// <summary>The order in which nodes touch lists, which are the only values that change: it must not become another one.</summary>
internal sealed class AccessOrder
{
    private readonly Dictionary<int, int> writes = [];
    private readonly Dictionary<int, List<int>> reads = [];

    /// <summary>The nodes that must have run before one that touches these lists now.</summary>
    public EquatableArray<int> Before(IEnumerable<int> lists, bool isWrite)
    {
        SortedSet<int> before = [];
        foreach (int list in lists)
        {
            if (writes.TryGetValue(list, out int write))
                before.Add(write);
            if (isWrite && reads.TryGetValue(list, out List<int>? since))
                before.UnionWith(since);
        }

        return before.ToEquatable();
    }

    public void Note(IEnumerable<int> lists, bool isWrite, int node)
    {
        foreach (int list in lists)
        {
            if (isWrite)
            {
                writes[list] = node;
                reads.Remove(list);
            }
            else if (reads.TryGetValue(list, out List<int>? since))
            {
                since.Add(node);
            }
            else
            {
                reads[list] = [node];
            }
        }
    }
}
