using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>
/// Sorts element-wise nodes into stages that become kernels of their own: a costly operation that waits for another one stands in a later stage.
/// A processor works on several entries of a kernel at once, and has none to go on with where each is one long chain: two exponentials in
/// a row take a quarter longer in one kernel than in two.
/// </summary>
internal sealed class Stages
{
    private readonly TensorProgram program;
    private readonly Segments segments;
    private readonly int[] stages;

    public Stages(TensorProgram program, Uses uses, Segments segments, Func<int, bool> isReadAsAWhole)
    {
        (this.program, this.segments) = (program, segments);
        stages = new int[program.Nodes.Count];
        var follows = new bool[stages.Length]; // whether a costly operation of the stage comes before it, or is it
        var waits = new bool[stages.Length];   // whether one comes after it
        for (int node = 0; node < stages.Length; node++)
        {
            List<int> reads = Neighbours(node, program.Nodes[node].Reads);
            foreach (int read in reads)
                stages[node] = Math.Max(stages[node], stages[read] + (IsCostly(node) && follows[read] ? 1 : 0));
            follows[node] = IsCostly(node) || reads.Exists(read => stages[read] == stages[node] && follows[read]);
        }

        // What only later stages read goes there, unless more values would then have to be kept than its own.
        for (int node = stages.Length - 1; node >= 0; node--)
        {
            List<int> consumers = Neighbours(node, uses.Consumers[node].Where(consumer => uses.IsLive[consumer]));
            if (consumers.Count == 0)
                continue;
            int latest = consumers.Min(consumer => stages[consumer] - (IsCostly(node) && (IsCostly(consumer) || waits[consumer]) ? 1 : 0));
            if (latest > stages[node] && !isReadAsAWhole(node) && Neighbours(node, program.Nodes[node].Reads).Count(read => !isReadAsAWhole(read)) <= 1)
                stages[node] = latest;
            waits[node] = consumers.Exists(consumer => stages[consumer] == stages[node] && (IsCostly(consumer) || waits[consumer]));
        }
    }

    /// <summary>The stage of a node.</summary>
    public int Of(int node) => stages[node];

    public bool IsCostly(int node) => program.Nodes[node] is LaneNode { IsCostly: true };

    /// <summary>Those of other nodes that could share a kernel with a node.</summary>
    private List<int> Neighbours(int node, IEnumerable<int> others) => program.Nodes[node].IsElementwise ? [.. others.Where(other => MayJoin(node, other))] : [];

    private bool MayJoin(int node, int other) =>
        program.Nodes[other].IsElementwise && program.Nodes[other].IsBackward == program.Nodes[node].IsBackward && program.Nodes[other].Format == program.Nodes[node].Format
        && segments.IsOne([node, other]);
}
