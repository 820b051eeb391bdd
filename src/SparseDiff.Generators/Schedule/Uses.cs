using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>Who reads what: the live nodes of a program, their consumers, and who needs only a shape.</summary>
internal sealed class Uses
{
    public Uses(TensorProgram program, MethodSpec method)
    {
        Consumers = [.. program.Nodes.Select(static _ => new List<int>())];
        ShapeConsumers = [.. program.Nodes.Select(static _ => new List<int>())];
        IsLive = new bool[program.Nodes.Count];
        Roots = [.. program.Results, .. program.Outputs.Where(static o => o.Node >= 0).Select(static o => o.Node)];
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            if (program.Nodes[i] is SumToNode { Target: not null } or RuleNode { Target.IsParameter: true } or CalleeVjpNode { Callee.HasParameters: true } or RegionNode or RegionVjpNode
                or CheckNode or ListNode or StoreNode or ListGradientNode or ElementVjpNode or StoreVjpNode)
                Effects.Add(i);
        }

        foreach (int root in Roots.Concat(Effects))
            Mark(program, root);
        MarkReadByScalars(program, method);
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            if (!IsLive[i])
                continue;
            foreach (int read in program.Nodes[i].Reads.Distinct())
                Consumers[read].Add(i);
            foreach (int read in program.Nodes[i] is CheckNode ? [] : program.Nodes[i].ReadsShape.Distinct())
                ShapeConsumers[read].Add(i);
        }

        ReadByScalars = [.. Scalars(program, method).SelectMany(scalar => method.Scalars[scalar].Reads)
            .Select(value => method.Values[value].Name)];
    }

    public List<int>[] Consumers { get; }

    public List<int>[] ShapeConsumers { get; }

    public bool[] IsLive { get; }

    /// <summary>Nodes that leave the method.</summary>
    public HashSet<int> Roots { get; }

    /// <summary>Nodes that add to a parameter's gradient.</summary>
    public HashSet<int> Effects { get; } = [];

    /// <summary>Names of tensors whose shapes copied expressions read.</summary>
    public HashSet<string> ReadByScalars { get; }

    /// <summary>Scalars that live nodes read, and what those read.</summary>
    public IEnumerable<int> Scalars(TensorProgram program, MethodSpec method)
    {
        SortedSet<int> needed = [];
        IEnumerable<int> statements = Enumerable.Range(0, method.Scalars.Count).Where(scalar => method.Scalars[scalar].IsStatement && method.Scalars[scalar].Block == method.Block);
        Queue<int> open = new(program.Nodes.Where((_, i) => IsLive[i]).SelectMany(static node => node.ReadsScalars).Concat(statements));
        while (open.Count > 0)
        {
            int scalar = open.Dequeue();
            if (!needed.Add(scalar))
                continue;
            foreach (int read in method.Scalars[scalar].ReadsScalars)
                open.Enqueue(read);
        }

        return needed;
    }

    /// <summary>A number may read the shape of a tensor that nothing else needs.</summary>
    private void MarkReadByScalars(TensorProgram program, MethodSpec method)
    {
        HashSet<string> names = [.. Scalars(program, method).SelectMany(scalar => method.Scalars[scalar].Reads).Select(value => method.Values[value].Name)];
        List<int> missing = [.. Enumerable.Range(0, program.Nodes.Count).Where(i => !IsLive[i] && !program.Nodes[i].IsBackward && program.Nodes[i] is not LeafNode && names.Contains(program.Nodes[i].Name))];
        foreach (int node in missing)
            Mark(program, node);
        if (missing.Count > 0)
            MarkReadByScalars(program, method);
    }

    private void Mark(TensorProgram program, int root)
    {
        Stack<int> open = new();
        open.Push(root);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (IsLive[node])
                continue;
            IsLive[node] = true;
            foreach (int read in program.Nodes[node].Reads.Concat(program.Nodes[node].ReadsShape))
                open.Push(read);
            if (program.Nodes[node] is RuleNode { Target: { IsParameter: false } target })
                open.Push(target.Like);
            if (program.Nodes[node] is CalleeVjpNode { Call: var call })
                open.Push(call);
        }
    }
}
