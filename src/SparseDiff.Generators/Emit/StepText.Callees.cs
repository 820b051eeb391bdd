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
        if (callee.IsRecomputed)
            return $"{(callee.Results == 1 ? scope.Ours("Tensor") : "var")} {callee.Output} = {Again(callee, node.Operands, "_")};      // its values are computed again in the backward pass, not kept";
        string saved = plan.Saved.Any(saved => saved.Name == callee.Saved) ? $"out {callee.SavedType} {callee.Saved}" : "out _";
        if (callee.IsOfInterface)
            saved = string.Empty;
        string call = $"{Path(Self(callee), callee.Receiver, callee.Method)}Forward({arguments}{(saved.Length > 0 ? saved + ", " : string.Empty)}{Workspace}.Child({node.Site}))";
        if (callee.Results == 1)
            return $"{Result(index, 0)} = {call};";
        return $"({string.Join(", ", Enumerable.Range(0, callee.Results).Select(i => Result(index, i)))}) = {call};";
    }

    private string Result(int node, int number) => parts[node].Where(part => ((PartNode)plan.Program.Nodes[part]).Part == number)
        .Select(part => ((PartNode)plan.Program.Nodes[part]).IsCopied ? $"{scope.Ours("Tensor")} {names.Uncopied(plan.Program.Nodes[part].Name)}" : Declare(part)).FirstOrDefault() ?? "_";

    private string Again(CalleeSpec callee, EquatableArray<Operand> operands, string saved) =>
        $"{Path(Self(callee), isBackward && !callee.IsStatic ? callee.Gradients : callee.Receiver, callee.Method)}Forward({string.Concat(operands.Select(operand => Operand(operand) + ", "))}{(callee.IsOfInterface ? string.Empty : $"out {saved}, ")}{Workspace}.Recomputed)";

    /// <summary>What a copied tensor is a copy of.</summary>
    private string Uncopied(PartNode part) => plan.Program.Nodes[part.Source] is CalleeNode { Callee: var callee }
        ? callee.Results == 1 ? callee.Output : $"{callee.Output}.Item{part.Part + 1}"
        : names.Uncopied(part.Name);

    private IEnumerable<string> Backward(CalleeVjpNode node, int index)
    {
        CalleeSpec callee = node.Callee;
        if (callee.IsRecomputed)
            yield return Again(callee, node.Operands, $"{callee.SavedType} {callee.Saved}") + ";";
        string kept = callee.IsRecomputed ? $"{Workspace}.Recomputed" : $"{Workspace}.Child({((CalleeNode)plan.Program.Nodes[node.Call]).Site})";
        List<string> arguments = [callee.IsOfInterface ? kept : callee.IsRecomputed ? $"in {callee.Saved}" : $"in {Frame}.{callee.Saved}", .. node.Seeds.Select(Tensor)];
        if (!callee.IsStatic)
            arguments.Add(Path(names.Gradients, callee.Gradients, string.Empty).TrimEnd('.'));
        if (callee.IsStatic || callee.IsOfInterface || parts[index].Any())
            arguments.AddRange(Enumerable.Range(0, callee.Differentiable.Count()).Select(i => "out " + Result(index, i)));
        yield return $"{Path(Self(callee), callee.IsStatic ? callee.Receiver : callee.Gradients, callee.Method)}Backward({string.Join(", ", arguments)});";
    }

    private static string Self(CalleeSpec callee) => callee.IsOfBase ? "base" : string.Empty;

    /// <summary>From an object to a part of it, and to a member of that.</summary>
    private string Path(string start, EquatableArray<PathPart> path, string member)
    {
        IEnumerable<string> parts = path.Select(part => part.Index < 0 ? part.Text : $"{part.Text}[{Scalar(part.Index)}]");
        if (start.Length > 0)
            parts = parts.Select(static part => part.StartsWith("this.", StringComparison.Ordinal) ? part.Substring("this.".Length) : part);
        return string.Join(".", new[] { start }.Concat(parts).Concat([member]).Where(static part => part.Length > 0));
    }
}
