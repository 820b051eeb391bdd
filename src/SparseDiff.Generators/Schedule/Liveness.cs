using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>When each node is computed and last needed, counted in steps of forward and backward pass together.</summary>
internal sealed class Liveness
{
    private readonly TensorProgram program;
    private readonly List<Kernel> kernels;
    private readonly HashSet<int> viewed = [];

    public Liveness(MethodSpec method, TensorProgram program, Uses uses, List<Kernel> kernels, List<Step> steps)
    {
        (this.program, this.kernels) = (program, kernels);
        LastUse = [.. Enumerable.Repeat(-1, program.Nodes.Count)];
        int[] computed = [.. Enumerable.Repeat(-1, program.Nodes.Count)];
        for (int step = 0; step < steps.Count; step++)
        {
            foreach (int read in Reads(steps[step]).Concat(KeepsIntact(steps[step])))
                LastUse[read] = step;
            foreach (int read in ReadByStatement(method, steps[step]))
                LastUse[read] = step;
            foreach (int output in Computes(steps[step]))
                computed[output] = step;
        }

        foreach (int root in uses.Roots.Concat(program.Held))
            LastUse[root] = int.MaxValue;
        // What a view looks into lives as long as the view.
        foreach (int node in Enumerable.Range(0, program.Nodes.Count).Where(node => computed[node] >= 0).OrderByDescending(node => computed[node]))
        {
            foreach (int source in ViewedBy(node))
            {
                LastUse[source] = Math.Max(LastUse[source], LastUse[node]);
                viewed.Add(source);
            }
        }
    }

    /// <summary>The last step that needs a node's entries; beyond all steps when it leaves the method.</summary>
    public int[] LastUse { get; }

    /// <summary>Whether another value may look into a node's memory.</summary>
    public bool IsViewed(int node) => viewed.Contains(node);

    /// <summary>Whether a node's memory may be another value's.</summary>
    public bool MayView(int node) => ViewedBy(node).Any();

    /// <summary>The nodes that a step computes.</summary>
    public IEnumerable<int> Computes(Step step) => step.Kind switch
    {
        StepKind.Kernel => kernels[step.Index].Outputs,
        StepKind.Node => [step.Index],
        _ => [],
    };

    /// <summary>The nodes whose entries a step reads.</summary>
    public IEnumerable<int> Reads(Step step) => step.Kind switch
    {
        StepKind.Kernel => kernels[step.Index].Inputs,
        StepKind.Node when step.Kernel >= 0 =>
            kernels[step.Kernel].Inputs.Concat(program.Nodes[step.Index].Reads.Where(read => read != ((SelectNode)program.Nodes[step.Index]).Cotangent)),
        StepKind.Node => program.Nodes[step.Index].Reads,
        _ => [],
    };

    /// <summary>The tensors whose entries a statement of the user's may read.</summary>
    private IEnumerable<int> ReadByStatement(MethodSpec method, Step step) => step.Kind == StepKind.Scalar && method.Scalars[step.Index].IsStatement
        ? Enumerable.Range(0, program.Nodes.Count).Where(i => !program.Nodes[i].IsBackward && method.Scalars[step.Index].Reads.Any(value => method.Values[value].Name == program.Nodes[i].Name))
        : [];

    private IEnumerable<int> KeepsIntact(Step step) => step.Kind == StepKind.Node ? program.Nodes[step.Index].KeepsIntact : [];

    /// <summary>The nodes whose memory a node may share.</summary>
    private IEnumerable<int> ViewedBy(int node) => program.Nodes[node] switch
    {
        CallNode { Operation.HasInto: false } call => call.Reads,
        RuleNode { Target: null, Rule.Into: Destination.None } rule => rule.Reads.Concat(rule.ReadsShape),
        SumToNode { Target: null } sum => sum.Reads,
        PartNode part => part.MayShare,
        ChildNode child => program.Nodes[child.Candidate].Format == Format.Tensor ? [] : [child.Candidate],
        // Sparse gradients of one selection share its pattern.
        { Format: not Format.Tensor } sparse => kernels.Where(kernel => kernel.Outputs.Contains(node)).Select(static kernel => kernel.Inputs[0])
            .Concat(sparse is SumNode or RuleNode ? sparse.Reads.Where(read => program.Nodes[read].Format != Format.Tensor) : []),
        _ => [],
    };
}
