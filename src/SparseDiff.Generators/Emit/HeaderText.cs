using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>The comment on top of a generated file: in plain words, what is active, what is kept, and where gradients become sparse.</summary>
internal static class HeaderText
{
    public static IEnumerable<string> Of(MethodPlan plan)
    {
        yield return $"The derivative of {plan.Method.DisplayName}.";
        yield return string.Empty;
        foreach (string line in Wrapped("Gradients", "for " + Wanted(plan) + "."))
            yield return line;
        foreach (string line in Wrapped("Not computed", NotComputed(plan)))
            yield return line;
        foreach (string line in Wrapped("Kept", Kept(plan)))
            yield return line;
        foreach (string line in Wrapped("Sparse", Sparse(plan)))
            yield return line;
    }

    private static string Wanted(MethodPlan plan)
    {
        IEnumerable<string> callees = plan.All.SelectMany(static block => block.Program.Nodes).OfType<CalleeVjpNode>().Where(static node => node.Callee.HasParameters).Reverse()
            .Select(static node => node.Callee.Gradients.Count > 0 ? "the parameters of " + string.Join(".", node.Callee.Gradients.Select(static part => part.Text)) : $"what {node.Callee.Method} reads").Distinct();
        return string.Join(", ", plan.All.SelectMany(static block => block.Program.Nodes).OfType<LeafNode>().Where(leaf => IsWanted(plan, leaf)).Select(static leaf => leaf.Name).Distinct().Concat(callees));
    }

    private static bool IsWanted(MethodPlan plan, LeafNode leaf) => plan.Method.Values.Any(value => value.Name == leaf.Name && value.Kind == leaf.Kind && value.WantsGradient);

    private static string NotComputed(MethodPlan plan)
    {
        List<string> inactive = [.. plan.Program.Nodes.OfType<LeafNode>().Where(leaf => !IsWanted(plan, leaf)).Select(static leaf => leaf.Name)];
        return inactive.Count == 0 ? string.Empty : $"the gradient of {string.Join(", ", inactive)}, which nobody asks for.";
    }

    private static string Kept(MethodPlan plan)
    {
        if (plan.Regions.Count > 0)
            return Regions(plan);
        if (plan.Saved.Count == 0)
            return "nothing but the result's shape.";
        return string.Join(", ", plan.Saved.Select(static saved =>
            $"{saved.Name}{(saved.ShapeOnly ? " (its shape)" : string.Empty)} for {string.Join(" and ", saved.ReadBy)}")) + ".";
    }

    private static string Regions(MethodPlan plan)
    {
        IEnumerable<string> blocks = plan.All.Select(block => string.Join(", ", block.Saved.Select(static saved => saved.Name)))
            .Select((names, i) => i == 0 ? names : names.Length == 0 ? string.Empty : "in a block " + names).Where(static text => text.Length > 0);
        return string.Join("; ", blocks.DefaultIfEmpty("nothing but the result's shape")) + ".";
    }

    private static string Sparse(MethodPlan plan)
    {
        List<string> selections = [.. plan.All.SelectMany(static block => block.Backward.Where(step => step.Kind == StepKind.Node).Select(step => block.Program.Nodes[step.Index]))
            .Where(static node => node is SelectNode or ChildNode)
            .Select(static node => $"{node.Name} by {(node is SelectNode select ? select.Rule.Operation : "MaxChild")}")];
        return selections.Count == 0 ? "nothing: every gradient is dense." : string.Join(", ", selections) + ".";
    }

    /// <summary>A titled paragraph of at most some 110 characters a line.</summary>
    private static IEnumerable<string> Wrapped(string title, string text)
    {
        if (text.Length == 0)
            yield break;
        const int width = 110;
        const int indent = 14;
        string line = (title + ":").PadRight(indent);
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > width)
            {
                yield return line.TrimEnd();
                line = new string(' ', indent);
            }

            line += word + " ";
        }

        yield return line.TrimEnd();
    }
}
