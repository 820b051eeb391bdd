using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>What must be kept for the backward pass: what the rules that were chosen read, and nothing else.</summary>
internal static class SavedValues
{
    public static List<SavedSpec> Find(MethodSpec method, TensorProgram program, List<Kernel> kernels, IEnumerable<Step> backward, Liveness liveness)
    {
        SortedDictionary<int, (bool Entries, List<string> Readers)> tensors = [];
        SortedDictionary<int, List<string>> scalars = [];
        foreach (Step step in backward)
        {
            string reader = ReaderName(program, kernels, step);
            foreach (int node in liveness.Reads(step))
                Note(program, tensors, node, entries: true, reader);
            foreach (int node in ReadsShape(program, step))
                Note(program, tensors, node, entries: false, reader);
            foreach (int scalar in ReadsScalars(program, kernels, step))
            {
                if (!scalars.TryGetValue(scalar, out List<string>? readers))
                    scalars[scalar] = readers = [];
                readers.Add(reader);
            }
        }

        List<SavedSpec> saved = [.. tensors.Where(pair => method.Block > 0 || !program.Results.Contains(pair.Key)).Select(pair => new SavedSpec(
            program.Nodes[pair.Key].Name, "Tensor", pair.Key, !pair.Value.Entries, pair.Value.Readers.Distinct().ToEquatable()))];
        saved.AddRange(scalars.Where(pair => !method.Scalars[pair.Key].IsPosition).Select(pair => new SavedSpec(
            method.Scalars[pair.Key].Name, method.Scalars[pair.Key].Type, -1, false, pair.Value.Distinct().ToEquatable())));
        saved.AddRange(backward.Where(static step => step.Kind == StepKind.Node).Select(step => program.Nodes[step.Index]).OfType<CalleeVjpNode>().Where(static node => node.Callee is { IsRecomputed: false, IsOfInterface: false }).Select(static node =>
            new SavedSpec(node.Callee.Saved, node.Callee.SavedType, -1, false, [node.Callee.Name + "Backward"])).Reverse());
        return saved;
    }

    public static IEnumerable<int> ReadsShape(TensorProgram program, Step step)
    {
        if (step.Kind != StepKind.Node)
            return [];
        Node node = program.Nodes[step.Index];
        return node is RuleNode { Target: { IsParameter: false } target } ? node.ReadsShape.Concat([target.Like]) : node.ReadsShape;
    }

    private static IEnumerable<int> ReadsScalars(TensorProgram program, List<Kernel> kernels, Step step)
    {
        IEnumerable<int> own = step.Kind switch
        {
            StepKind.Kernel => kernels[step.Index].Scalars,
            StepKind.Node => program.Nodes[step.Index].ReadsScalars,
            _ => [],
        };
        return step.Kernel >= 0 ? own.Concat(kernels[step.Kernel].Scalars) : own;
    }

    private static void Note(TensorProgram program, SortedDictionary<int, (bool Entries, List<string> Readers)> tensors, int node, bool entries, string reader)
    {
        if (program.Nodes[node].IsBackward || program.Nodes[node] is LeafNode { Kind: ValueKind.Parameter })
            return;
        if (!tensors.TryGetValue(node, out (bool Entries, List<string> Readers) known))
            known = (false, []);
        known.Readers.Add(reader);
        tensors[node] = (known.Entries || entries, known.Readers);
    }

    private static string ReaderName(TensorProgram program, List<Kernel> kernels, Step step)
    {
        if (step.Kind == StepKind.Kernel)
            return string.Join(", ", kernels[step.Index].Outputs.Select(output => program.Nodes[output].Name));
        return program.Nodes[step.Index] switch
        {
            RuleNode rule => rule.Rule.Method,
            RegionVjpNode => "a loop or condition",
            ElementVjpNode element => element.Gradients,
            StoreVjpNode store => store.Gradients,
            CalleeVjpNode callee => callee.Callee.Name + "Backward",
            { Name.Length: > 0 } node => node.Name,
            SumToNode { Target: { } target } => "the gradient of " + target.Name,
            _ => "the backward pass",
        };
    }
}
