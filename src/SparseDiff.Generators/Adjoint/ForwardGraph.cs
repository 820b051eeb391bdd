using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Makes the nodes of the forward pass: what the result needs, and nothing else.</summary>
internal static class ForwardGraph
{
    public static void Build(GraphBuilder graph, BoundMethod method, Activity activity)
    {
        graph.Position = -1;
        for (int i = 0; i < method.Values.Count; i++)
        {
            ValueSpec value = method.Values[i];
            if (value.Kind != ValueKind.Call && activity.IsUseful(i))
                graph.NodeOf[i] = graph.Add(new LeafNode(value.Name, value.Kind, value.Text, value.BeforeCall, graph.OpaqueShape()));
        }

        foreach (BoundCall call in method.Calls.Where(call => call.Results.Any(activity.IsUseful)))
        {
            graph.Position = call.Position;
            if (call.Callee is { } callee)
                Callee(graph, method, call, callee);
            else
                graph.NodeOf[call.Result] = Node(graph, method, call);
        }

        graph.Position = -1;
    }

    private static void Callee(GraphBuilder graph, BoundMethod method, BoundCall call, CalleeSpec callee)
    {
        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        int source = graph.Add(new CalleeNode(callee, graph.NextSite(), operands, call.Line));
        EquatableArray<int> shared = operands.Where(static o => o.Kind == OperandKind.Tensor).Select(static o => o.Index).ToEquatable();
        for (int i = 0; i < call.Results.Count; i++)
        {
            graph.NodeOf[call.Results[i]] = graph.Add(
                new PartNode(method.Values[call.Results[i]].Name, source, i, shared, graph.OpaqueShape(), IsBackward: false, call.Line));
        }
    }

    private static int Node(GraphBuilder graph, BoundMethod method, BoundCall call)
    {
        if (call.Operation.IsIdentity)
        {
            int same = graph.NodeOf[call.Tensors.First().Index];
            graph.Positions[same] = graph.Nodes[same] is LeafNode ? -1 : call.Position;
            return same;
        }

        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        string name = method.Values[call.Result].Name;
        return graph.Add(call.Operation.Lane is { } lane
            ? new LaneNode(name, Format.Tensor, lane.Struct, "Apply", operands, graph.Broadcast(operands), IsBackward: false, call.Line)
            : new CallNode(name, call.Operation, operands, graph.OpaqueShape(), call.Line));
    }
}
