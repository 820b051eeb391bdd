using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Schedule;

/// <summary>From a graph to two lists of statements: fusion, order, what is kept, and which buffer everything lives in.</summary>
internal static class Scheduler
{
    public static MethodPlan Schedule(MethodSpec method, BoundMethod bound, TensorProgram program, GraphBuilder graph, MethodNumbers numbers, bool isLoop = false, bool effectsFirst = false)
    {
        Uses uses = new(program, method);
        Fusion fusion = new(program, uses, new Segments(method, bound, program));
        (List<Kernel> kernels, int[] kernelOf) = new KernelBuilder(program, fusion, numbers.Kernels).Build();
        List<Step> steps = new Ordering(method, program, uses, kernels, kernelOf).Run();
        program = NameSelections(program, kernels, steps, numbers.Kernels);
        List<Step> forward = [.. steps.Where(step => !IsBackward(program, kernels, step))];
        List<Step> backward = [.. steps.Where(step => IsBackward(program, kernels, step))];
        Liveness liveness = new(method, program, uses, kernels, [.. forward, .. backward]);
        List<Step> lean = Lean(program, uses, liveness, backward);
        if (effectsFirst)
        {
            backward = [.. lean, .. backward.Except(lean)];
            liveness = new Liveness(method, program, uses, kernels, [.. forward, .. backward]);
        }

        List<Step> all = [.. forward, .. backward];
        SlotSpec[] slots = new SlotColouring(program, kernels, liveness, isLoop ? forward.Count : 0).Run(all);
        return new MethodPlan(
            method, program, kernels.ToEquatable(), forward.ToEquatable(), backward.ToEquatable(), lean.ToEquatable(),
            SavedValues.Find(method, program, kernels, backward, liveness).ToEquatable(), slots.ToEquatable())
        {
            HandsOnOwnGradients = program.Outputs.All(output => (slots[output.Node].Index >= 0 || IsByHand(program, output.Node)) && !liveness.MayView(output.Node)),
            Regions = graph.Regions.OrderBy(static pair => pair.Key).Select(static pair => pair.Value).ToEquatable(),
        };
    }

    /// <summary>Whether a gradient comes from a derivative by hand, and so has memory of its own.</summary>
    private static bool IsByHand(TensorProgram program, int node) =>
        program.Nodes[node] is PartNode part && program.Nodes[part.Source] is CalleeVjpNode { Callee.IsByHand: true };

    /// <summary>The steps that effects need: what is left when nobody asks for the gradients of the arguments.</summary>
    private static List<Step> Lean(TensorProgram program, Uses uses, Liveness liveness, List<Step> backward)
    {
        HashSet<int> needed = [.. uses.Effects];
        List<Step> lean = [];
        foreach (Step step in Enumerable.Reverse(backward))
        {
            if (!liveness.Computes(step).Any(needed.Contains) && !(step.Kind == StepKind.Node && AddsTo(program, step.Index, needed)))
                continue;
            lean.Insert(0, step);
            needed.UnionWith(liveness.Reads(step));
            if (step.Kind == StepKind.Node)
                needed.UnionWith(program.Nodes[step.Index].ReadsShape.Concat(program.Nodes[step.Index].Follows));
        }

        return lean;
    }

    private static bool AddsTo(TensorProgram program, int node, HashSet<int> needed) =>
        program.Nodes[node] is RuleNode { Target: { IsParameter: false } target } && needed.Any(other => program.Nodes[other] is AccumulatedNode sum && sum.Target == target);

    /// <summary>A gradient that a selection produces itself has no name of its own: it is called what is left of it.</summary>
    private static TensorProgram NameSelections(TensorProgram program, List<Kernel> kernels, List<Step> steps, NamePool names)
    {
        List<Node> nodes = [.. program.Nodes];
        foreach (Step step in steps.Where(static step => step.Kernel >= 0))
        {
            var select = (SelectNode)nodes[step.Index];
            nodes[select.Cotangent] = nodes[select.Cotangent] with { Name = select.Name };
            string name = char.ToUpperInvariant(select.Name[0]) + select.Name.Substring(1);
            if (names.TryTake(name))
                kernels[step.Kernel] = kernels[step.Kernel] with { Name = name };
        }

        return program with { Nodes = nodes.ToEquatable() };
    }

    private static bool IsBackward(TensorProgram program, List<Kernel> kernels, Step step) => step.Kind switch
    {
        StepKind.Kernel => kernels[step.Index].IsBackward,
        StepKind.Node => program.Nodes[step.Index].IsBackward,
        _ => false,
    };
}
