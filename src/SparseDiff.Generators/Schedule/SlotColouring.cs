using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>
/// Gives every intermediate value a numbered buffer of the workspace; values that are never alive together share one, and a
/// kernel writes in place of an input that nobody needs any more.
/// </summary>
internal sealed class SlotColouring(TensorProgram program, List<Kernel> kernels, Liveness liveness)
{
    private readonly SlotSpec[] slots = [.. Enumerable.Repeat(SlotSpec.None, program.Nodes.Count)];
    private readonly SortedSet<int>[] free = [[], []];
    private readonly int[] next = [0, 0];

    public SlotSpec[] Run(List<Step> steps)
    {
        for (int step = 0; step < steps.Count; step++)
        {
            List<int> dying = [.. liveness.Reads(steps[step]).Distinct().Where(read => liveness.LastUse[read] == step && slots[read].Index >= 0)];
            List<int> overwritten = [.. dying.Where(node => MayBeOverwritten(steps[step], node))];
            foreach (int output in liveness.Computes(steps[step]).Where(HasSlot))
            {
                if (overwritten.Count > 0)
                {
                    slots[output] = new SlotSpec(slots[overwritten[0]].Index, program.Nodes[overwritten[0]].Name);
                    dying.Remove(overwritten[0]);
                    overwritten.RemoveAt(0);
                }
                else
                {
                    slots[output] = new SlotSpec(Take(program.Nodes[output].Format), string.Empty);
                }
            }

            foreach (int node in dying)
                free[Pool(program.Nodes[node].Format)].Add(slots[node].Index);
            // A result that nobody reads gives its buffer back at once.
            foreach (int output in liveness.Computes(steps[step]).Where(output => slots[output].Index >= 0 && liveness.LastUse[output] < 0))
                free[Pool(program.Nodes[output].Format)].Add(slots[output].Index);
        }

        return slots;
    }

    private bool HasSlot(int node) => program.Nodes[node] switch
    {
        LeafNode or SeedNode or AccumulatedNode or CalleeNode or CalleeVjpNode or RegionNode or RegionVjpNode
            or ListNode or ElementNode or StoreNode or ListGradientNode or ElementVjpNode or StoreVjpNode => false,
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

    /// <summary>Dense buffers are of one kind, and those of every sparse format of another.</summary>
    private static int Pool(Format format) => format == Format.Tensor ? 0 : 1;

    private int Take(Format format)
    {
        SortedSet<int> pool = free[Pool(format)];
        if (pool.Count == 0)
            return next[Pool(format)]++;
        int slot = pool.Min;
        pool.Remove(slot);
        return slot;
    }
}
