using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <content>
/// Local arrays and lists: beside each goes one of its elements' gradients. A read adds to the element's gradient; a write takes it away,
/// as before the write the list held something else.
/// </content>
internal sealed partial class ReverseTransform
{
    private readonly HashSet<int> begun = [];

    private void Reverse(BoundCall call, ListSpec list)
    {
        switch (list.Access)
        {
            case ListAccess.Read when activity.IsActive(call.Result):
                if (Collect(call.Result, call.Line) is >= 0 and var cotangent)
                    graph.Add(new ElementVjpNode(GradientOf(list.List, call.Line), Dense(call, list, cotangent), Index(call)!, call.Line), [list.List], isWrite: true);
                break;
            case ListAccess.Write or ListAccess.Append:
                int value = call.Find(ListSpec.Value)!.Index;
                int gradient = graph.Add(
                    new StoreVjpNode(string.Empty, GradientOf(list.List, call.Line), Index(call), graph.Nodes[graph.NodeOf[value]].Shape, call.Line), [list.List], isWrite: true);
                if (activity.IsActive(value))
                    Deliver(value, gradient, call.Line, mayBeBroadcast: false);
                break;
        }
    }

    private Operand? Index(BoundCall call) => call.Find(ListSpec.Index) is { } index ? graph.Operand(index, ListSpec.Index) : null;

    private GradientTarget ListTarget(int list, int line) => new(GradientOf(list, line), GradientTarget.OfList, -1);

    /// <summary>The variable of the gradients of a list's elements; they begin in the block that the list belongs to.</summary>
    private string GradientOf(int list, int line)
    {
        if (!numbers.ListGradients.TryGetValue(list, out string? name))
            numbers.ListGradients[list] = name = cotangents.Fresh(bound.Values[list].Name, string.Empty);
        if (graph.Nodes[graph.NodeOf[list]] is ListNode made && begun.Add(list))
            graph.Add(new ListGradientNode(name, made.Number, line), [list], isWrite: true);
        return name;
    }

    private int Dense(BoundCall call, ListSpec list, int cotangent)
    {
        Format format = graph.Nodes[cotangent].Format;
        if (format == Format.Tensor)
            return cotangent;
        diagnostics.Add(DiagnosticSpec.Create(Descriptors.DenseInList, call.Location, bound.Values[call.Result].Name, bound.Values[list.List].Name, format.ToString()));
        return cotangents.Densified(cotangent, call.Line);
    }
}
