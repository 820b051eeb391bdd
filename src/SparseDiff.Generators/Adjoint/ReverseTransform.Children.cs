using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

// Operands that compete for the gradient: only one of them receives it.
internal sealed partial class ReverseTransform
{
    private const string WithParameters = "parameters";
    private const string Policy = "policy";

    private readonly Dictionary<int, BoundCall> choices = [];

    /// <summary>Notes that the operands of the operation before the point compete; the point itself is the identity.</summary>
    private void LetCompete(BoundCall point, OperandSpec operand, int cotangent)
    {
        BoundCall? producer = bound.Calls.FirstOrDefault(call => call.Results.Contains(operand.Index));
        while (producer is { Operation.IsIdentity: true })
            producer = bound.Calls.FirstOrDefault(call => call.Results.Contains(producer.Tensors.First().Index));
        if (point.Marker is not null)
            numbers.UsedMarkers.Add(point.Marker);
        string? defect = point.Find(WithParameters) is { Kind: not OperandKind.Constant } ? "its argument 'parameters' is no constant"
            : producer is null or { Callee: not null } or { Region: not null } ? "the value before it is not the result of an operation"
            : Competitors(producer, point).Count < 2 ? $"{producer.Operation.Name} has no two operands with gradients that compete"
            : null;
        if (defect is null)
            choices[producer!.Result] = point;
        else if (point.Marker is null)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.NoOperandToChoose, point.Location, $"{point.Operation.ContainerName}.{point.Operation.Name}", defect));
        Deliver(operand.Index, cotangent, point.Line, mayBeBroadcast: false);
    }

    private List<OperandSpec> Competitors(BoundCall call, BoundCall point)
    {
        bool withParameters = point.Find(WithParameters) is { Text: "true" };
        return [.. call.Differentiable.Where(operand => activity.IsActive(operand.Index) && (withParameters || bound.Values[operand.Index].Kind != ValueKind.Parameter))];
    }

    /// <summary>Computes the gradients of all operands, and lets one of those that compete through. False when none do.</summary>
    private bool Compete(BoundCall call, List<OperandSpec> active, int cotangent)
    {
        if (!choices.TryGetValue(call.Result, out BoundCall? point))
            return false;
        List<OperandSpec> competitors = Competitors(call, point);
        Reverse(call, active.Except(competitors), cotangent);
        List<int> candidates = [];
        foreach (OperandSpec operand in competitors)
        {
            int candidate = Candidate(call, operand, cotangent);
            if (candidate < 0)
                return true;
            cotangents.NameWide(candidate, bound.Values[operand.Index].Name, "All");
            candidates.Add(candidate);
        }

        numbers.Points++;
        Operand? policy = point.Find(Policy) is null ? null : Read(point, Policy, cotangent, shapeOnly: false);
        string choice = numbers.Names.Take(policy is null ? "largest" : "chosen");
        for (int i = 0; i < candidates.Count; i++)
        {
            Node candidate = graph.Nodes[candidates[i]];
            Format format = candidate.Format == Format.Tensor ? Format.SparseRows : candidate.Format;
            int child = graph.Add(new ChildNode(string.Empty, format, candidates.ToEquatable(), i, choice, candidate.Shape, call.Line) { Policy = policy });
            Deliver(competitors[i].Index, child, call.Line, mayBeBroadcast: false);
        }

        return true;
    }

    /// <summary>The whole gradient of an operand, in its shape, not yet handed to it; -1 when there is no rule.</summary>
    private int Candidate(BoundCall call, OperandSpec operand, int cotangent)
    {
        int node = graph.NodeOf[operand.Index];
        if (call.Operation.Lane is { } lane)
        {
            int wide = Pulled(call, lane, operand, cotangent);
            if (wide < 0 || graph.Nodes[wide].Shape.Equals(graph.Nodes[node].Shape))
                return wide;
            cotangents.NameWide(wide, bound.Values[operand.Index].Name, "Wide");
            return graph.Add(new SumToNode(string.Empty, graph.Nodes[wide].Format, wide, graph.OfSameShape(node), null, graph.Nodes[node].Shape, call.Line));
        }

        if (RuleFor(call, operand, ref cotangent, adds: false) is not { } rule)
            return -1;
        EquatableArray<Operand> operands = rule.Parameters.Select(p => Read(call, p.Name, cotangent, p.ShapeOnly)).ToEquatable();
        EquatableArray<int> shape = graph.Nodes[node].Shape;
        if (rule.Returns is { } format)
            return graph.Add(new RuleNode(string.Empty, format, rule, operands, null, shape, call.Line));

        // The rule adds: to an accumulator of its own, as nobody knows yet who receives it.
        GradientTarget target = new(cotangents.Fresh(bound.Values[operand.Index].Name, "Rows"), numbers.NextAccumulator(), node);
        int added = graph.Add(new RuleNode(string.Empty, Format.Tensor, rule, operands, target, shape, call.Line));
        return graph.Add(new AccumulatedNode(string.Empty, [added], target, shape, call.Line));
    }
}
