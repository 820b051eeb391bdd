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
        List<string> kept = [Kept(plan), .. KeptInBlocks(plan)];
        kept.RemoveAll(static part => part.Length == 0);
        foreach (string line in kept.SelectMany(static (part, i) => Wrapped(i == 0 ? "Kept" : string.Empty, part)))
            yield return line;
        foreach (string line in Wrapped("Sparse", Sparse(plan)))
            yield return line;
    }

    private static string Wanted(MethodPlan plan)
    {
        IEnumerable<string> callees = plan.All.SelectMany(static block => block.Program.Nodes).OfType<CalleeVjpNode>().Where(static node => node.Callee.HasParameters).Reverse()
            .Select(static node => node.Callee.Gradients.Count > 0 ? "the parameters of " + string.Join(".", node.Callee.Gradients.Select(static part => part.Text)) : $"the parameters that {node.Callee.Method} reads").Distinct();
        return string.Join(", ", plan.All.SelectMany(static block => block.Program.Nodes).OfType<LeafNode>().Where(leaf => IsWanted(plan, leaf)).Select(static leaf => leaf.Name).Distinct().Concat(callees));
    }

    private static bool IsWanted(MethodPlan plan, LeafNode leaf) => plan.Method.Values.Any(value => value.Name == leaf.Name && value.Kind == leaf.Kind && value.WantsGradient);

    private static string NotComputed(MethodPlan plan)
    {
        List<string> inactive = [.. plan.Program.Nodes.OfType<LeafNode>().Where(leaf => !IsWanted(plan, leaf) && leaf.Text != ValueSpec.None).Select(static leaf => leaf.Name)];
        return inactive.Count == 0 ? string.Empty : $"the gradient of {string.Join(", ", inactive)}, which nobody asks for.";
    }

    private static string Kept(MethodPlan plan)
    {
        if (plan.Regions.Count > 0)
            return plan.Saved.Count > 0 ? Names(plan) : plan.All.Any(static block => block.Saved.Count > 0) ? string.Empty : Nothing;
        if (plan.Saved.Count == 0)
            return Nothing;
        return string.Join(", ", plan.Saved.Select(static saved =>
            $"{saved.Name}{(saved.ShapeOnly ? " (its shape)" : string.Empty)} for {string.Join(" and ", saved.ReadBy)}")) + ".";
    }

    private const string Nothing = "nothing but the result's shape.";

    private static string Names(MethodPlan block) => string.Join(", ", block.Saved.Select(static saved => saved.Name)) + ".";

    /// <summary>What blocks keep, each by the head of its statement; blocks in blocks follow theirs.</summary>
    private static IEnumerable<string> KeptInBlocks(MethodPlan plan)
    {
        foreach (RegionPlan region in plan.Regions)
        {
            for (int i = 0; i < region.Blocks.Count; i++)
            {
                if (region.Blocks[i].Saved.Count > 0)
                    yield return $"{(i == 0 ? string.Empty : "else of ")}{Short(region.Spec.Head)}: {Names(region.Blocks[i])}";
                foreach (string inner in KeptInBlocks(region.Blocks[i]))
                    yield return "  " + inner;
            }
        }
    }

    private static string Short(string head)
    {
        const int most = 60;
        string line = string.Join(" ", head.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line.Substring(0, most - 1) + "…";
    }

    private static string Sparse(MethodPlan plan)
    {
        List<string> points = [.. plan.All.SelectMany(static block => block.Backward.Where(step => step.Kind == StepKind.Node).Select(step => block.Program.Nodes[step.Index]))
            .Where(static node => node is SelectNode or ChildNode).Select(node => $"{node.Name} by {Selection(plan, node)}")];
        points.AddRange(plan.Method.Type.Parameters.Where(parameter => parameter is { HasGradient: true, Marker: not null } && plan.All.Any(block => block.Program.Nodes.Any(node => node is LeafNode { Kind: ValueKind.Parameter } && node.Name == parameter.Name)))
            .Select(static parameter => $"the gradient of {parameter.PlainName} by {parameter.Marker!.Operation} at the end"));
        List<CalleeSpec> callees = [.. plan.All.SelectMany(static block => block.Program.Nodes).OfType<CalleeVjpNode>().Select(static node => node.Callee)];
        List<string> sparse = [.. callees.Where(callee => plan.SparseCallees.Contains(callee.Key)).Select(static callee => callee.Name).Distinct()];
        if (points.Count == 0 && sparse.Count == 0)
            return callees.Count == 0 ? "nothing: every gradient is dense." : "nothing in this method.";
        string selected = points.Count > 0 ? string.Join(", ", points) : "nothing in this method itself";
        string ofCallees = sparse.Count == 0 ? string.Empty : $"{(points.Count > 0 ? "; and" : ", but")} what {string.Join(" and ", sparse)} {(sparse.Count == 1 ? "selects" : "select")}";
        return selected + ofCallees + ".";
    }

    /// <summary>What selects at a point: the operation, or the policy that the user holds.</summary>
    private static string Selection(MethodPlan plan, Node node) => node switch
    {
        SelectNode { Rule.Operation: "By" } by when by.Operands.FirstOrDefault(static operand => operand.Kind == OperandKind.Scalar) is { } policy => plan.Method.Scalars[policy.Index].Text,
        SelectNode select => select.Rule.Operation,
        _ => "MaxChild",
    };

    /// <summary>A titled paragraph of at most some 110 characters a line.</summary>
    private static IEnumerable<string> Wrapped(string title, string text)
    {
        if (text.Length == 0)
            yield break;
        const int width = 110;
        string margin = new(' ', 14 + text.Length - text.TrimStart().Length);
        string line = (title.Length > 0 ? title + ":" : string.Empty).PadRight(margin.Length);
        foreach (string word in text.TrimStart().Split(' '))
        {
            if (line.Length + word.Length > width)
            {
                yield return line.TrimEnd();
                line = margin;
            }

            line += word + " ";
        }

        yield return line.TrimEnd();
    }
}
