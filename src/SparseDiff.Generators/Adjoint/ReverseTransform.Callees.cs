using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <content>Calls of other differentiable methods: gradients cross the boundary as dense tensors.</content>
internal sealed partial class ReverseTransform
{
    private void Reverse(BoundCall call, CalleeSpec callee, List<OperandSpec> active)
    {
        if (active.Count > 0 && !callee.GivesInputs)
        {
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.NoInputGradients, call.Location, callee.Name, active[0].Parameter));
            return;
        }

        List<int> cotangents = [.. call.Results.Select(result => Collect(result, call.Line))];
        if (cotangents.All(static cotangent => cotangent < 0))
            return;
        EquatableArray<int> seeds = call.Results.Select((result, i) => cotangents[i] < 0 ? Zeros(result, call.Line) : Dense(call, callee, result, cotangents[i])).ToEquatable();
        int forward = ((PartNode)graph.Nodes[graph.NodeOf[call.Result]]).Source;
        EquatableArray<int> kept = call.Tensors.Select(operand => graph.NodeOf[operand.Index]).Distinct().ToEquatable();
        EquatableArray<string> wanted = active.Select(static operand => operand.Parameter).ToEquatable();
        EquatableArray<Operand> again = callee.IsRecomputed ? ((CalleeNode)graph.Nodes[forward]).Operands : [];
        int backward = graph.Add(new CalleeVjpNode(callee, forward, seeds, callee.IsRecomputed ? [] : kept, wanted, call.Line) { Operands = again });
        foreach (OperandSpec operand in active)
        {
            int part = callee.Differentiable.ToList().FindIndex(argument => argument.Name == operand.Parameter);
            int gradient = graph.Add(new PartNode(
                string.Empty, backward, part, callee.IsRecomputed || callee.IsByHand ? [] : seeds, graph.Nodes[graph.NodeOf[operand.Index]].Shape, IsBackward: true, call.Line)
            { IsCopied = callee.IsRecomputed });
            Deliver(operand.Index, gradient, call.Line, mayBeBroadcast: false);
        }
    }

    private int Zeros(int value, int line) =>
        graph.Add(new ZerosNode(cotangents.Fresh(bound.Values[value].Name, string.Empty), graph.NodeOf[value], graph.Nodes[graph.NodeOf[value]].Shape, line));

    private int Dense(BoundCall call, CalleeSpec callee, int value, int cotangent)
    {
        Format format = graph.Nodes[cotangent].Format;
        if (format == Format.Tensor)
            return cotangent;
        diagnostics.Add(DiagnosticSpec.Create(Descriptors.DenseAcrossMethods, call.Location, bound.Values[value].Name, callee.Name, format.ToString()));
        return cotangents.Densified(cotangent, call.Line);
    }

    /// <summary>The node of an argument, or of a value from around a block, that may reach nothing else.</summary>
    private int Leaf(int value)
    {
        if (graph.NodeOf[value] < 0)
            graph.NodeOf[value] = graph.Add(new LeafNode(bound.Values[value].Name, method.Block > 0 ? ValueKind.Outer : ValueKind.Argument, bound.Values[value].Name, 0, graph.OpaqueShape()));
        return graph.NodeOf[value];
    }
}
