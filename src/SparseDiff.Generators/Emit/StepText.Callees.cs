using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <content>Calls of other differentiable methods.</content>
internal sealed partial class StepText
{
    /// <summary>The parts of a node that something needs: others are discarded.</summary>
    private readonly ILookup<int, int> parts = steps
        .Where(step => step.Kind == StepKind.Node && plan.Program.Nodes[step.Index] is PartNode)
        .ToLookup(step => ((PartNode)plan.Program.Nodes[step.Index]).Source, static step => step.Index);

    private string Forward(CalleeNode node, int index)
    {
        CalleeSpec callee = node.Callee;
        string arguments = string.Concat(node.Operands.Select(operand => Operand(operand) + ", "));
        string saved = plan.Saved.Any(saved => saved.Name == callee.Saved) ? $"out {callee.SavedType} {callee.Saved}" : "out _";
        string call = $"{Path(string.Empty, callee.Receiver, callee.Method)}Forward({arguments}{saved}, {names.Ws}.Child({node.Site}))";
        if (callee.Results == 1)
            return $"{Result(index, 0)} = {call};";
        return $"({string.Join(", ", Enumerable.Range(0, callee.Results).Select(i => Result(index, i)))}) = {call};";
    }

    private string Result(int node, int number) => parts[node].Where(part => ((PartNode)plan.Program.Nodes[part]).Part == number).Select(Declare).FirstOrDefault() ?? "_";

    private string Backward(CalleeVjpNode node, int index)
    {
        CalleeSpec callee = node.Callee;
        List<string> arguments = [$"in {names.Saved}.{callee.Saved}", .. node.Seeds.Select(Tensor)];
        if (!callee.IsStatic)
            arguments.Add(Path(names.Gradients, callee.Gradients, string.Empty).TrimEnd('.'));
        if (callee.IsStatic || parts[index].Any())
            arguments.AddRange(Enumerable.Range(0, callee.Differentiable.Count()).Select(i => "out " + Result(index, i)));
        return $"{Path(string.Empty, callee.Receiver, callee.Method)}Backward({string.Join(", ", arguments)});";
    }

    /// <summary>From an object to a part of it, and to a member of that.</summary>
    private string Path(string start, EquatableArray<PathPart> path, string member)
    {
        IEnumerable<string> parts = path.Select(part => part.Index < 0 ? part.Text : $"{part.Text}[{Scalar(part.Index)}]");
        if (start.Length > 0)
            parts = parts.Select(static part => part.StartsWith("this.", StringComparison.Ordinal) ? part.Substring("this.".Length) : part);
        return string.Join(".", new[] { start }.Concat(parts).Concat([member]).Where(static part => part.Length > 0));
    }
}
