using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Emit;

/// <summary>The names that one method's generated code uses beside the user's: free of clashes with them.</summary>
internal sealed class MethodNames
{
    private readonly NamePool pool;
    private readonly Dictionary<string, string> outputs = new(StringComparer.Ordinal);

    public MethodNames(MethodPlan plan)
    {
        MethodSpec method = plan.Method;
        pool = new NamePool(method.Names.Concat(plan.All.SelectMany(static block => block.Program.Nodes).Select(static node => node.Name))
            .Concat(plan.All.SelectMany(static block => block.Regions).SelectMany(static region => new[] { region.Names.Workspace, region.Names.Frames, region.Names.Frame, region.Names.Counter, region.Names.Branch, region.Spec.Stop }
                .Concat(region.Seeds).Concat(region.Gradients).Concat(region.Accumulators.Select(static target => target.Name))))
            .Concat(plan.All.SelectMany(static block => block.Program.Nodes).OfType<RuleNode>().Where(static rule => rule.Target is { IsParameter: false }).Select(static rule => rule.Target!.Name))
            .Concat(plan.Program.Outputs.Select(static output => output.Name))
            .Concat(plan.All.SelectMany(static block => block.Program.Nodes).OfType<CalleeNode>().Select(static node => node.Callee.Saved)));
        string plain = method.PlainName;
        Forward = plain + "Forward";
        Backward = plain + "Backward";
        WithGradients = plain + "WithGradients";
        SavedType = plain + "Saved";
        Kernels = plain + "Kernels";
        WorkspaceField = char.ToLowerInvariant(plain[0]) + plain.Substring(1) + "Workspace";
        Workspace = pool.Take("workspace");
        Ws = pool.Take("ws");
        Saved = pool.Take("saved");
        Gradients = pool.Take("gradients");
        Stamp = pool.Take("stamp");
        Seeds = [.. plan.Program.Seeds.Select(seed => plan.Program.Nodes[seed].Name)];
        Outputs = Seeds.Count == 1 ? [pool.Take("output")] : [.. Seeds.Select((_, i) => pool.Take($"output{i + 1}"))];
        ResultLocal = pool.Take("value");
        Declared = pool.Take("declared");
    }

    public string Forward { get; }

    public string Backward { get; }

    public string WithGradients { get; }

    public string SavedType { get; }

    public string Kernels { get; }

    /// <summary>The field that holds the method's workspace.</summary>
    public string WorkspaceField { get; }

    /// <summary>The optional argument.</summary>
    public string Workspace { get; }

    /// <summary>The workspace in use.</summary>
    public string Ws { get; }

    public string Saved { get; }

    public string Gradients { get; }

    public string Stamp { get; }

    /// <summary>The gradients of the results.</summary>
    public IReadOnlyList<string> Seeds { get; }

    /// <summary>The results in the record of saved values.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The check of declared shapes.</summary>
    public string Declared { get; }

    /// <summary>The result of the forward pass, where both passes run at once.</summary>
    public string ResultLocal { get; }

    /// <summary>A name for a gradient that shares its variable with another.</summary>
    public string OutputOf(GradientOutput output)
    {
        if (!outputs.TryGetValue(output.Argument, out string? name))
            outputs[output.Argument] = name = pool.Take(Cotangents.NameOf(output.Argument));
        return name;
    }

    /// <summary>A name for a gradient before it is copied.</summary>
    public string Uncopied(string gradient)
    {
        if (!outputs.TryGetValue(gradient + " uncopied", out string? name))
            outputs[gradient + " uncopied"] = name = pool.Take(gradient + "Shared");
        return name;
    }

    /// <summary>A method's part of a file name, which differs by more than case from that of its type's gradients.</summary>
    public static string FileNameOf(string method) => string.Equals(method, "Gradients", StringComparison.OrdinalIgnoreCase) ? method + "-method" : method;

    public static string WorkspaceFieldOf(string method) => char.ToLowerInvariant(method[0]) + method.Substring(1) + "Workspace";
}
