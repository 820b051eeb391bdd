using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Emit;

/// <summary>Names in the class of gradients that no parameter has.</summary>
internal sealed class SelectionNames
{
    private readonly Dictionary<string, string> selections = [];

    public SelectionNames(GradientsPlan plan)
    {
        NamePool pool = new(plan.Type.Parameters.Select(static parameter => parameter.PlainName).Concat(plan.Type.SubModels.Select(static part => part.PlainName)));
        foreach (ParameterPoint point in plan.Points)
            selections[point.Parameter.Name] = pool.Take("selected" + char.ToUpperInvariant(point.Parameter.PlainName[0]) + point.Parameter.PlainName.Substring(1));
        Workspace = pool.Take("workspace");
        Probes = pool.Take("Probes");
        Model = plan.Points.SelectMany(static point => point.Operands).Any(static operand => operand.Text.StartsWith(MarkerSpec.Model, StringComparison.Ordinal)) ? pool.Take("model") : string.Empty;
    }

    /// <summary>The field with the buffers of selections.</summary>
    public string Workspace { get; }

    /// <summary>The property with what watches the selections.</summary>
    public string Probes { get; }

    /// <summary>The field with the model, whose members selections read; empty when none does.</summary>
    public string Model { get; }

    /// <summary>The field with what a parameter was not given yet.</summary>
    public string Of(ParameterPoint point) => selections[point.Parameter.Name];
}
