using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes the records of what loops keep for the backward pass, one for each iteration.</summary>
internal static class FrameEmitter
{
    /// <summary>What a block keeps: its own values, and those of the branches in it.</summary>
    public static IEnumerable<(string Type, string Name)> Fields(MethodPlan block, Scope scope)
    {
        IEnumerable<(string, string)> own = block.Saved.Select(saved => (saved.Node >= 0 ? scope.Ours("Tensor") : saved.Type, saved.Name));
        IEnumerable<RegionPlan> branches = block.Regions.Where(static region => region.Spec.Kind == RegionKind.If);
        return own.Concat(branches.SelectMany(region =>
            (region.HasBackward ? new[] { ("bool", region.Names.Branch) } : []).Concat(region.Blocks.SelectMany(inner => Fields(inner, scope))))).Distinct();
    }

    public static void Emit(CodeWriter code, MethodPlan plan, Scope scope)
    {
        foreach (RegionPlan loop in plan.All.SelectMany(static block => block.Regions).Where(static region => region.Spec.Kind == RegionKind.Loop).OrderBy(static region => region.Number))
        {
            code.Line();
            code.Line($"/// <summary>What the backward pass reads of one iteration of <c>{Documented(loop.Spec.Head)}</c>.</summary>");
            code.Open($"internal struct {loop.Names.FrameType}");
            foreach ((string type, string name) in Fields(loop.Blocks[0], scope))
                code.Line($"internal {type} {name};");
            code.Close();
        }
    }

    private static string Documented(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
