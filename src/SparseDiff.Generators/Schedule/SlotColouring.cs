using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>
/// Gives every intermediate value a numbered buffer of the workspace; values that are never alive together share one, and a
/// kernel writes in place of an input that nobody needs any more. What a turn of a loop computes and reads only going forwards lies in
/// buffers that all turns share: they stay in the cache, and what is kept lies closer together.
/// </summary>
/// <param name="program">The graph.</param>
/// <param name="kernels">Its fused kernels.</param>
/// <param name="liveness">When each node is needed.</param>
/// <param name="turn">Of a loop's body: how many of the steps go forwards; else 0.</param>
internal sealed class SlotColouring(TensorProgram program, List<Kernel> kernels, Liveness liveness, int turn)
{
    private readonly SlotSpec[] slots = [.. Enumerable.Repeat(SlotSpec.None, program.Nodes.Count)];
    private readonly SortedSet<int>[] free = [[], [], []];
    private readonly int[] next = [0, 0, 0];

    public SlotSpec[] Run(List<Step> steps)
    {
        for (int step = 0; step < steps.Count; step++)
        {
            List<int> dying = [.. liveness.Reads(steps[step]).Distinct().Where(read => liveness.LastUse[read] == step && slots[read].Index >= 0)];
            List<int> overwritten = [.. dying.Where(node => MayBeOverwritten(steps[step], node))];
            foreach (int output in liveness.Computes(steps[step]).Where(HasSlot))
            {
                int place = overwritten.FindIndex(node => Pool(node) == Pool(output));
                if (place >= 0)
                {
                    slots[output] = slots[overwritten[place]] with { InPlaceOf = program.Nodes[overwritten[place]].Name };
                    dying.Remove(overwritten[place]);
                    overwritten.RemoveAt(place);
                }
                else
                {
                    slots[output] = new SlotSpec(Take(Pool(output)), string.Empty) { IsPassing = IsPassing(output) };
                }
            }

            foreach (int node in dying)
                free[Pool(node)].Add(slots[node].Index);
            // A result that nobody reads gives its buffer back at once.
            foreach (int output in liveness.Computes(steps[step]).Where(output => slots[output].Index >= 0 && liveness.LastUse[output] < 0))
                free[Pool(output)].Add(slots[output].Index);
        }

        return slots;
    }

    private bool HasSlot(int node) => program.Nodes[node] switch
    {
        LeafNode or SeedNode or AccumulatedNode or CalleeNode or CalleeVjpNode or RegionNode or RegionVjpNode
            or CheckNode or ListNode or ElementNode or StoreNode or ListGradientNode or ElementVjpNode or StoreVjpNode => false,
        PartNode part => part.IsCopied,
        CallNode call => call.Operation.HasInto,
        RuleNode rule => rule.Target is null && rule.Rule.Into != Destination.None,
        SelectNode select => select.Rule.Into != Destination.None,
        SumToNode sum => sum.Target is null,
        _ => true,
    };

    /// <summary>Only where the shapes are equal for certain, and the kernel reads before it writes.</summary>
    private bool MayBeOverwritten(Step step, int node) => !liveness.IsViewed(node) && step.Kind switch
    {
        StepKind.Kernel => kernels[step.Index].Format == Format.Tensor && program.Nodes[node].Format == Format.Tensor
            && program.Nodes[node].Shape.Equals(program.Nodes[kernels[step.Index].Outputs[0]].Shape),
        StepKind.Node => program.Nodes[step.Index] is SumNode { IsMixed: true } sum && sum.Right == node,
        _ => false,
    };

    private bool IsPassing(int node) => turn > 0 && !program.Nodes[node].IsBackward && liveness.LastUse[node] < turn;

    /// <summary>Dense buffers are of one kind, those of every sparse format of another, and those that turns share of a third.</summary>
    private int Pool(int node) => program.Nodes[node].Format != Format.Tensor ? 1 : IsPassing(node) ? 2 : 0;

    private int Take(int kind)
    {
        SortedSet<int> pool = free[kind];
        if (pool.Count == 0)
            return next[kind]++;
        int slot = pool.Min;
        pool.Remove(slot);
        return slot;
    }
}
