using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>
/// Groups element-wise nodes into kernels. A node joins the kernels of the nodes it reads when the group stays one kernel: it has
/// few enough inputs and outputs, nothing outside lies between its nodes, and all its outputs have the shape of the whole.
/// </summary>
internal sealed class Fusion
{
    private readonly TensorProgram program;
    private readonly Uses uses;
    private readonly int[] groupOf;
    private readonly Dictionary<int, List<int>> groups = [];
    private readonly bool[] isStrict;
    private readonly Segments segments;
    private readonly Stages stages;

    public Fusion(TensorProgram program, Uses uses, Segments segments)
    {
        (this.program, this.uses, this.segments) = (program, uses, segments);
        groupOf = [.. Enumerable.Repeat(-1, program.Nodes.Count)];
        isStrict = [.. Enumerable.Range(0, program.Nodes.Count).Select(IsReadAsAWhole)];
        stages = new Stages(program, uses, segments, node => isStrict[node]);
        foreach (bool backward in (bool[])[false, true])
        {
            for (int i = 0; i < program.Nodes.Count; i++)
            {
                if (uses.IsLive[i] && program.Nodes[i].IsElementwise && program.Nodes[i].IsBackward == backward)
                    Join(i);
            }
        }
    }

    /// <summary>The groups, each in order.</summary>
    public IEnumerable<IReadOnlyList<int>> Groups => groups.OrderBy(static g => g.Key).Select(static g => (IReadOnlyList<int>)g.Value);

    /// <summary>Whether a node exists as a tensor, not only inside a kernel.</summary>
    public bool IsMaterialised(int node) =>
        groupOf[node] < 0 || isStrict[node] || uses.Consumers[node].Any(consumer => IsOutside(consumer, groups[groupOf[node]]));

    /// <summary>What a group reads: of forward values that exist only inside a kernel, the inputs they are computed from again.</summary>
    public List<int> Inputs(IReadOnlyCollection<int> group)
    {
        List<int> inputs = [];
        HashSet<int> seen = [.. group];
        foreach (int node in group)
        {
            foreach (int read in program.Nodes[node].Reads)
                AddInput(read, group, seen, inputs);
        }

        // A sparse kernel's input 0 is the sparse gradient.
        int sparse = inputs.FindIndex(IsSparse);
        if (sparse > 0)
        {
            int gradient = inputs[sparse];
            inputs.RemoveAt(sparse);
            inputs.Insert(0, gradient);
        }

        return inputs;
    }

    /// <summary>What a group computes: its nodes, and those that it computes again.</summary>
    public List<int> Body(IReadOnlyCollection<int> group, List<int> inputs)
    {
        SortedSet<int> body = [.. group];
        Stack<int> open = new(group);
        while (open.Count > 0)
        {
            foreach (int read in program.Nodes[open.Pop()].Reads)
            {
                if (!inputs.Contains(read) && body.Add(read))
                    open.Push(read);
            }
        }

        return [.. body];
    }

    public List<int> Outputs(IReadOnlyCollection<int> group) =>
        [.. group.Where(node => isStrict[node] || uses.Consumers[node].Any(consumer => IsOutside(consumer, group)))];

    // A backward kernel does not make a forward node an output: it computes it again from what the forward kernel read.
    private bool IsOutside(int consumer, IReadOnlyCollection<int> group) =>
        !group.Contains(consumer) && (program.Nodes[consumer].IsBackward == program.Nodes[group.First()].IsBackward || !program.Nodes[consumer].IsElementwise);

    private bool IsReadAsAWhole(int node) =>
        uses.Roots.Contains(node) || uses.ShapeConsumers[node].Count > 0 || uses.ReadByScalars.Contains(program.Nodes[node].Name)
        || uses.Consumers[node].Any(consumer => !program.Nodes[consumer].IsElementwise)
        || program.Nodes.Any(other => other is RuleNode { Target: { IsParameter: false } target } && target.Like == node);

    private void AddInput(int read, IReadOnlyCollection<int> group, HashSet<int> seen, List<int> inputs)
    {
        if (!seen.Add(read))
            return;
        bool computedAgain = program.Nodes[group.First()].IsBackward && !program.Nodes[read].IsBackward && !IsMaterialised(read);
        if (!computedAgain)
        {
            inputs.Add(read);
            return;
        }

        foreach (int source in program.Nodes[read].Reads)
            AddInput(source, group, seen, inputs);
    }

    private void Join(int node)
    {
        List<int> own = [node];
        int group = node;
        foreach (int neighbour in Neighbours(node))
        {
            if (groupOf[neighbour] < 0 || groupOf[neighbour] == group)
                continue;
            List<int> merged = [.. groups[groupOf[neighbour]].Concat(own).OrderBy(static n => n)];
            if (!IsOneKernel(merged))
                continue;
            groups.Remove(group);
            group = groupOf[neighbour];
            own = merged;
            foreach (int member in own)
                groupOf[member] = group;
            groups[group] = own;
        }

        groupOf[node] = group;
        groups[group] = own;
    }

    /// <summary>The nodes it reads, and other pulls of the same gradient.</summary>
    private IEnumerable<int> Neighbours(int node)
    {
        IEnumerable<int> read = program.Nodes[node].Reads.Where(other => program.Nodes[other].IsElementwise && program.Nodes[other].IsBackward == program.Nodes[node].IsBackward);
        if (program.Nodes[node] is not LaneNode { IsBackward: true } pull)
            return read.Distinct();
        return read.Concat(Cotangent(pull) is { } cotangent ? uses.Consumers[cotangent].Where(other => other < node && program.Nodes[other] is LaneNode) : []).Distinct();
    }

    private static int? Cotangent(LaneNode pull) => pull.Operands.FirstOrDefault(static o => o.Parameter == VjpRule.Cotangent)?.Index;

    private bool IsOneKernel(List<int> group)
    {
        Format format = program.Nodes[group[0]].Format;
        if (group.Count > Kernel.MaximalNodes || group.Any(node => program.Nodes[node].Format != format || stages.Of(node) != stages.Of(group[0])) || !segments.IsOne(group))
            return false;
        List<int> inputs = Inputs(group);
        if (Body(group, inputs).Count(stages.IsCostly) > Kernel.MaximalCostly)
            return false;
        List<int> outputs = Outputs(group);
        int mostOutputs = format == Format.Tensor ? Kernel.MaximalOutputs : Kernel.MaximalSparseOutputs;
        if (inputs.Count > Kernel.MaximalInputs || outputs.Count > mostOutputs || inputs.Count(IsSparse) > 1)
            return false;
        EquatableArray<int> shape = inputs.SelectMany(input => program.Nodes[input].Shape).Distinct().OrderBy(static atom => atom).ToEquatable();
        return outputs.All(output => program.Nodes[output].Shape.Equals(shape)) && !IsEntangled(group, inputs);
    }

    private bool IsSparse(int node) => program.Nodes[node].Format != Format.Tensor;

    /// <summary>Whether an input is computed from one of the group's own nodes: then something outside lies between them.</summary>
    private bool IsEntangled(List<int> group, List<int> inputs)
    {
        HashSet<int> seen = [];
        Stack<int> open = new(inputs);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (!seen.Add(node))
                continue;
            // A node is ready when its whole kernel is: everything that kernel reads must come before.
            IEnumerable<int> members = groupOf[node] >= 0 ? groups[groupOf[node]] : [node];
            foreach (int read in members.SelectMany(member => program.Nodes[member].Reads.Concat(program.Nodes[member].Follows)))
            {
                if (group.Contains(read) && !members.Contains(read))
                    return true;
                if (!members.Contains(read))
                    open.Push(read);
            }
        }

        return false;
    }
}
