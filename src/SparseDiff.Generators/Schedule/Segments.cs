using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>
/// The stretches of a block between statements that stay where they are: loops, conditions, and what changes numbers. A forward
/// kernel lies within one of them.
/// </summary>
internal sealed class Segments
{
    private readonly MethodSpec method;
    private readonly TensorProgram program;
    private readonly int[] barriers;

    public Segments(MethodSpec method, BoundMethod bound, TensorProgram program)
    {
        (this.method, this.program) = (method, program);
        barriers =
        [
            .. bound.Calls.Where(static call => call.Region is not null).SelectMany(static call => new[] { call.Position, call.Position + 1 }),
            .. bound.Calls.Where(static call => call.List is { Access: not ListAccess.Read }).Select(static call => call.Position),
            .. method.Scalars.Where(scalar => scalar.IsStatement && scalar.Block == method.Block).Select(static scalar => scalar.BeforeCall),
        ];
    }

    /// <summary>Whether nodes may be computed together: they lie in one stretch, and none makes a number that another one reads.</summary>
    public bool IsOne(IReadOnlyCollection<int> group)
    {
        if (program.Nodes[group.First()].IsBackward)
            return true;
        return group.Select(Of).Distinct().Count() == 1
            && !group.SelectMany(node => program.Nodes[node].ReadsScalars).SelectMany(TensorsOf).Any(value => group.Any(node => program.Nodes[node].Name == method.Values[value].Name));
    }

    private int Of(int node) => barriers.Count(barrier => barrier <= program.Positions[node]);

    private IEnumerable<int> TensorsOf(int scalar) => method.Scalars[scalar].Reads.Concat(method.Scalars[scalar].ReadsScalars.SelectMany(TensorsOf));
}
