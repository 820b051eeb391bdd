using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Adjoint;

/// <summary>The gradients of each value as they come in from its uses, their sums, and their names: the gradient of <c>z1</c> is <c>dZ1</c>.</summary>
internal sealed class Cotangents(GraphBuilder graph, NamePool names)
{
    /// <summary>What the name of a dense gradient ends in before a sparsity point, or where a sparse one was filled up.</summary>
    public const string Dense = "Dense";

    private readonly Dictionary<int, List<int>> contributions = [];
    private readonly Dictionary<int, int> collected = [];
    private readonly Dictionary<int, int> accumulated = [];
    private readonly Dictionary<int, int> densified = [];

    public void Contribute(int value, int gradient)
    {
        if (!contributions.TryGetValue(value, out List<int>? list))
            contributions[value] = list = [];
        list.Add(gradient);
    }

    /// <summary>A rule has added to a value's accumulator, which is one contribution however many rules do.</summary>
    public void Accumulate(int value, int rule, GradientTarget target, EquatableArray<int> shape, int line)
    {
        if (accumulated.TryGetValue(value, out int first))
        {
            // The node that reads the accumulator must come after all that add to it: the old one becomes the new one's place.
            var known = (AccumulatedNode)graph.Nodes[first];
            contributions[value].Remove(first);
            accumulated[value] = graph.Add(known with { Rules = known.Rules.Concat([rule]).ToEquatable(), Line = line });
        }
        else
        {
            accumulated[value] = graph.Add(new AccumulatedNode(string.Empty, [rule], target, shape, line));
        }

        Contribute(value, accumulated[value]);
    }

    /// <summary>The gradient of a value: the sum of all contributions; -1 when there is none.</summary>
    public int Collect(int value, string name, EquatableArray<int> shape, int line, string suffix)
    {
        if (collected.TryGetValue(value, out int known))
            return known;
        if (!contributions.TryGetValue(value, out List<int>? parts))
            return collected[value] = -1;
        parts = Joined(parts, name, line);
        bool isSparse = parts.All(part => graph.Nodes[part].Format != Format.Tensor);
        string wanted = NameOf(name) + (suffix == Dense && isSparse ? "Before" : suffix);
        int sum = parts[0];
        if (parts.Count == 1)
            Name(sum, wanted, numbered: false);
        foreach (int part in parts.Skip(1))
        {
            Name(sum, NameOf(name), numbered: true);
            Name(part, NameOf(name), numbered: true);
            sum = Add(sum, part, shape, line);
            if (part == parts[parts.Count - 1])
                Name(sum, wanted, numbered: false);
        }

        return collected[value] = sum;
    }

    /// <summary>
    /// Contributions that are summed to the value's shape are first added up as wide as they come: one sum over the stretched dimensions
    /// instead of several, and none stands between operations that can then share a kernel.
    /// </summary>
    private List<int> Joined(List<int> parts, string name, int line)
    {
        if (parts.Count < 2 || parts.Select(part => graph.Nodes[part]).OfType<SumToNode>().FirstOrDefault(static sum => sum.Format == Format.Tensor) is not { } known)
            return parts;
        EquatableArray<int> shape = graph.Nodes[known.Source].Shape;
        List<int> joined = [.. parts.Where(part => MayBeWide(part, shape))];
        if (joined.Count < 2)
            return parts;
        int total = Wide(joined[0]);
        foreach (int part in joined.Skip(1))
        {
            Name(total, NameOf(name) + "Wide", numbered: true);
            int wide = Wide(part);
            Name(wide, NameOf(name) + "Wide", numbered: true);
            total = graph.Add(new SumNode(string.Empty, Format.Tensor, total, wide, IsMixed: false, shape, line));
        }

        Name(total, NameOf(name) + "Wide", numbered: true);
        return [graph.Add(known with { Name = string.Empty, Source = total, Line = line }), .. parts.Except(joined)];
    }

    /// <summary>Whether a contribution is a sum of a gradient of this shape, or computed entry by entry from such a sum, to which it is linear.</summary>
    private bool MayBeWide(int part, EquatableArray<int> shape) => graph.Nodes[part] switch
    {
        SumToNode { Target: null, Format: Format.Tensor } sum => graph.Nodes[sum.Source].Shape.Equals(shape),
        LaneNode { Format: Format.Tensor, IsCostly: false } pull => pull.Operands.Any(operand => operand.Parameter == VjpRule.Cotangent
            && graph.Nodes[operand.Index] is SumToNode { Target: null } sum && graph.Nodes[sum.Source].Shape.Equals(shape)),
        _ => false,
    };

    private int Wide(int part)
    {
        if (graph.Nodes[part] is SumToNode own)
            return own.Source;
        var pull = (LaneNode)graph.Nodes[part];
        int before = pull.Operands.First(static operand => operand.Parameter == VjpRule.Cotangent).Index;
        int wide = ((SumToNode)graph.Nodes[before]).Source;
        return graph.Add(pull with
        {
            Name = string.Empty,
            Shape = graph.Nodes[wide].Shape,
            Operands = pull.Operands.Select(operand => operand.Parameter == VjpRule.Cotangent ? operand with { Index = wide } : operand).ToEquatable(),
        });
    }

    public int Densified(int gradient, int line)
    {
        if (!densified.TryGetValue(gradient, out int dense))
        {
            Node sparse = graph.Nodes[gradient];
            densified[gradient] = dense = graph.Add(new ToDenseNode(names.Take(sparse.Name + Dense), gradient, sparse.Shape, line));
        }

        return dense;
    }

    public static string NameOf(string value)
    {
        string plain = value.TrimStart('@').TrimStart('_');
        return plain.Length == 0 ? "dValue" : "d" + char.ToUpperInvariant(plain[0]) + plain.Substring(1);
    }

    public string Fresh(string value, string suffix) => names.Take(NameOf(value) + suffix);

    public void NameWide(int gradient, string value, string suffix) => Name(gradient, NameOf(value) + suffix, numbered: false);

    private void Name(int gradient, string wanted, bool numbered)
    {
        if (graph.Nodes[gradient].Name.Length == 0)
            graph.Nodes[gradient] = graph.Nodes[gradient] with { Name = numbered ? names.TakeNumbered(wanted) : names.Take(wanted) };
    }

    /// <summary>The sum's format: sparse only when both parts are so in the same way.</summary>
    private int Add(int left, int right, EquatableArray<int> shape, int line)
    {
        Format a = graph.Nodes[left].Format;
        Format b = graph.Nodes[right].Format;
        if (a == b)
            return graph.Add(new SumNode(string.Empty, a, left, right, IsMixed: false, shape, line));
        // A mixed sum names its sparse part first; of two formats one becomes dense.
        if (a == Format.Tensor)
            return Add(right, left, shape, line);
        int dense = b == Format.Tensor ? right : Densified(right, line);
        return graph.Add(new SumNode(string.Empty, Format.Tensor, left, dense, IsMixed: true, shape, line));
    }
}
