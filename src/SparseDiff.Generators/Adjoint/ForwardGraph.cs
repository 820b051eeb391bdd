using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Makes the nodes of the forward pass: what the result needs, and nothing else.</summary>
internal static class ForwardGraph
{
    public static void Build(GraphBuilder graph, BoundMethod method, Activity activity)
    {
        for (int i = 0; i < method.Values.Count; i++)
        {
            ValueSpec value = method.Values[i];
            if (value.Kind != ValueKind.Call && activity.IsUseful(i))
                graph.NodeOf[i] = graph.Add(new LeafNode(value.Name, value.Kind, value.Text, value.BeforeCall, graph.OpaqueShape()));
        }

        foreach (BoundCall call in method.Calls.Where(call => activity.IsUseful(call.Result)))
            graph.NodeOf[call.Result] = Node(graph, method, call);
    }

    private static int Node(GraphBuilder graph, BoundMethod method, BoundCall call)
    {
        if (call.Operation.IsSparsityPoint)
            return graph.NodeOf[call.Tensors.First().Index];
        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        string name = method.Values[call.Result].Name;
        return graph.Add(call.Operation.Lane is { } lane
            ? new LaneNode(name, Format.Tensor, lane.Struct, "Apply", operands, graph.Broadcast(operands), IsBackward: false, call.Line)
            : new CallNode(name, call.Operation, operands, graph.OpaqueShape(), call.Line));
    }
}
