using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Makes the nodes of the forward pass: what the result needs, and nothing else.</summary>
internal static class ForwardGraph
{
    public static void Build(GraphBuilder graph, BoundMethod method, Activity activity, MethodNumbers numbers, bool isStructured)
    {
        graph.Position = -1;
        HashSet<int> free = [.. method.Free()];
        for (int i = 0; i < method.Values.Count; i++)
        {
            ValueSpec value = method.Values[i];
            bool isOuter = method.Block > 0 && value.Kind != ValueKind.Parameter && !(value.Kind is ValueKind.Member or ValueKind.Plain && value.Block == method.Block);
            if (activity.IsUseful(i) && (method.Block == 0 ? value.Kind is not (ValueKind.Call or ValueKind.Outer or ValueKind.List) && value.Block == 0 : free.Contains(i)))
                graph.NodeOf[i] = graph.Add(new LeafNode(value.Name, isOuter ? ValueKind.Outer : value.Kind, isOuter ? value.Name : value.Text, value.BeforeCall, graph.KnownShape(i) ?? graph.OpaqueShape())
                {
                    Scalar = isOuter ? -1 : value.Scalar,
                });
        }

        foreach (BoundCall call in method.Calls)
        {
            graph.Position = call.Position;
            if (call.Region is not null)
                Region(graph, method, call, activity, numbers);
            else if (call.List is { } list)
                List(graph, method, call, list, activity, numbers);
            else if (!call.Results.Any(activity.IsUseful))
                continue;
            else if (call.Callee is { } callee)
                Callee(graph, method, call, callee, numbers);
            else
                graph.NodeOf[call.Result] = Node(graph, method, call, isStructured);
            if (call.NeedsCheck && activity.IsActive(call.Result))
                graph.Add(new CheckNode(call.Operation, call.Operands.Select(operand => graph.Operand(operand, operand.Parameter, shapeOnly: true)).ToEquatable(), call.Line));
        }

        graph.Position = -1;
    }

    private static void Region(GraphBuilder graph, BoundMethod method, BoundCall call, Activity activity, MethodNumbers numbers)
    {
        EquatableArray<int> operands = new BoundMethod(method.Values, [call], []).Free().Where(value => graph.NodeOf[value] >= 0 && method.Values[value].Kind != ValueKind.Parameter)
            .Select(value => graph.NodeOf[value]).Distinct().ToEquatable();
        int source = graph.Add(new RegionNode(numbers.NextRegion(), operands, call.Region!.ReadsScalars, call.Line), graph.ListsIn(call), isWrite: true);
        numbers.NodeOfRegion[call.Region] = source;
        for (int i = 0; i < call.Results.Count; i++)
        {
            if (activity.IsUseful(call, i))
                graph.NodeOf[call.Results[i]] = graph.Add(new PartNode(method.Values[call.Results[i]].Name, source, i, operands, graph.OpaqueShape(), IsBackward: false, call.Line));
        }
    }

    private static void List(GraphBuilder graph, BoundMethod method, BoundCall call, ListSpec list, Activity activity, MethodNumbers numbers)
    {
        if (!activity.IsUseful(list.Access == ListAccess.Read ? call.Result : list.List))
            return;
        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        string name = method.Values[list.List].Name;
        switch (list.Access)
        {
            case ListAccess.Create:
                graph.NodeOf[list.List] = graph.Add(new ListNode(name, numbers.NextList(), operands, call.Line), [list.List], isWrite: true);
                break;
            case ListAccess.Read:
                graph.NodeOf[call.Result] = graph.Add(new ElementNode(method.Values[call.Result].Name, name, operands, graph.OpaqueShape(), call.Line), [list.List], isWrite: false);
                break;
            default:
                graph.Add(new StoreNode(name, operands, call.Line), [list.List], isWrite: true);
                break;
        }
    }

    private static void Callee(GraphBuilder graph, BoundMethod method, BoundCall call, CalleeSpec callee, MethodNumbers numbers)
    {
        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        int source = graph.Add(new CalleeNode(callee, numbers.NextSite(), operands, call.Line));
        EquatableArray<int> shared = operands.Where(static o => o.Kind == OperandKind.Tensor).Select(static o => o.Index).ToEquatable();
        for (int i = 0; i < call.Results.Count; i++)
        {
            graph.NodeOf[call.Results[i]] = graph.Add(
                new PartNode(method.Values[call.Results[i]].Name, source, i, callee.IsRecomputed ? [] : shared, graph.OpaqueShape(), IsBackward: false, call.Line) { IsCopied = callee.IsRecomputed });
        }
    }

    private static int Node(GraphBuilder graph, BoundMethod method, BoundCall call, bool isStructured)
    {
        if (call.Operation.IsIdentity)
        {
            int same = graph.NodeOf[call.Tensors.First().Index];
            if (!isStructured && graph.Nodes[same] is not LeafNode)
                graph.Positions[same] = call.Position;
            return same;
        }

        EquatableArray<Operand> operands = call.Operands.Select(operand => graph.Operand(operand, operand.Parameter)).ToEquatable();
        string name = method.Values[call.Result].Name;
        if (call.Lists.Any())
            return graph.Add(new CallNode(name, call.Operation, operands, graph.OpaqueShape(), call.Line), call.Lists, isWrite: false);
        return graph.Add(call.Operation.Lane is { } lane
            ? new LaneNode(name, Format.Tensor, lane.Struct, "Apply", operands, graph.KnownShape(call.Result) ?? graph.Broadcast(operands), IsBackward: false, call.Line) { IsCostly = lane.IsCostly }
            : new CallNode(name, call.Operation, operands, graph.KnownShape(call.Result) ?? ShapeOfOperand(graph, call) ?? graph.OpaqueShape(), call.Line));
    }

    /// <summary>The shape of the operand whose shape the operation declares for its result too, as <c>Softmax</c> does; null when there is none.</summary>
    private static EquatableArray<int>? ShapeOfOperand(GraphBuilder graph, BoundCall call)
    {
        if (call.Operation.Shape is not { ForDefaults: false } result || result.Dimensions.Contains(ShapeSpec.Any) || !result.IsOpen && result.Dimensions.Count == 0)
            return null;
        foreach (OperandSpec operand in call.Tensors)
        {
            if (call.Operation.Parameters[call.Operation.IndexOf(operand.Parameter)].Shape is { } declared && declared.IsOpen == result.IsOpen && declared.Dimensions.Equals(result.Dimensions))
                return graph.Nodes[graph.NodeOf[operand.Index]].Shape;
        }

        return null;
    }
}
