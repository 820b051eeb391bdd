using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>A graph under construction: its nodes, and which node each value of the method is.</summary>
internal sealed class GraphBuilder(MethodSpec method, BoundMethod bound)
{
    private readonly Dictionary<string, EquatableArray<int>> known = new(StringComparer.Ordinal);
    private int opaqueShapes;

    public List<Node> Nodes { get; } = [];

    /// <summary>The forward node of each value; a sparsity point's result is its operand's node.</summary>
    public int[] NodeOf { get; } = [.. Enumerable.Repeat(-1, bound.Values.Count)];

    /// <summary>Of each node the call it comes from.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>The call that nodes are being made for; -1 for none.</summary>
    public int Position { get; set; } = -1;

    public int Add(Node node)
    {
        Nodes.Add(node);
        Positions.Add(Position);
        return Nodes.Count - 1;
    }

    /// <summary>A shape about which nothing is known.</summary>
    public EquatableArray<int> OpaqueShape() => [opaqueShapes++];

    /// <summary>The shapes that are known for certain, as text: they follow from declared ones, which the forward pass checks first.</summary>
    public IReadOnlyList<string?> KnownShapes { get; init; } = [];

    /// <summary>The shape of a value: values whose shapes have one text have one shape. Null when nothing is known.</summary>
    public EquatableArray<int>? KnownShape(int value)
    {
        if (value >= KnownShapes.Count || KnownShapes[value] is not { } text)
            return null;
        if (!known.TryGetValue(text, out EquatableArray<int> shape))
            known[text] = shape = OpaqueShape();
        return shape;
    }

    /// <summary>The order in which the forward pass touches lists.</summary>
    public AccessOrder Forward { get; } = new();

    /// <summary>The order in which the backward pass touches their gradients.</summary>
    public AccessOrder Backward { get; } = new();

    /// <summary>The lists of this graph that a statement with blocks touches.</summary>
    public EquatableArray<int> ListsIn(BoundCall region) => region.Blocks.SelectMany(static block => block.AllCalls).SelectMany(static call => call.Lists)
        .Distinct().Where(list => NodeOf[list] >= 0).OrderBy(static list => list).ToEquatable();

    /// <summary>Adds a node that touches lists, after those that touched them before.</summary>
    public int Add(Node node, IEnumerable<int> lists, bool isWrite)
    {
        AccessOrder order = node.IsBackward ? Backward : Forward;
        List<int> touched = [.. lists];
        int added = Add(node with { Follows = order.Before(touched, isWrite) });
        order.Note(touched, isWrite, added);
        return added;
    }

    /// <summary>The statements with blocks, by the number of their nodes.</summary>
    public Dictionary<int, RegionPlan> Regions { get; } = [];

    /// <summary>The shape that operands broadcast to.</summary>
    public EquatableArray<int> Broadcast(IEnumerable<Operand> operands) =>
        operands.Where(static o => o.Kind == OperandKind.Tensor).SelectMany(o => Nodes[o.Index].Shape).Distinct().OrderBy(static atom => atom).ToEquatable();

    /// <summary>A node of the same shape that exists anyway: an element-wise value may live only inside a kernel.</summary>
    public int OfSameShape(int node)
    {
        int known = Nodes.FindIndex(other => other is LeafNode or CallNode or PartNode { IsBackward: false } && other.Shape.Equals(Nodes[node].Shape));
        return known >= 0 ? known : node;
    }

    /// <summary>The operand of a node for the operand of a call.</summary>
    public Operand Operand(OperandSpec spec, string parameter, bool shapeOnly = false) => spec.Kind switch
    {
        OperandKind.Tensor => new Operand(parameter, OperandKind.Tensor, NodeOf[spec.Index], string.Empty, shapeOnly),
        OperandKind.List => new Operand(parameter, OperandKind.List, NodeOf[spec.Index], method.Values[spec.Index].Name),
        OperandKind.Scalar => new Operand(parameter, OperandKind.Scalar, spec.Index, method.Scalars[spec.Index].Name) { Scalars = [spec.Index] },
        _ => new Operand(parameter, spec.Kind, -1, spec.Text) { Scalars = spec.Scalars, IsOmitted = spec.IsOmitted },
    };
}
