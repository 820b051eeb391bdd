using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Names inside kernel structs.</summary>
internal static class KernelNames
{
    /// <summary>The names of the lane structs that a method's kernels use, and of what they are in.</summary>
    public static IEnumerable<string> Lanes(MethodPlan plan) =>
        plan.All.SelectMany(static block => block.Program.Nodes).OfType<LaneNode>().SelectMany(static node => node.Struct.Split('.')).Distinct();

    public static string Field(MethodPlan plan, int scalar) => plan.Method.Scalars[scalar].Name;

    public static IEnumerable<string> Fields(MethodPlan plan, Kernel kernel) => kernel.Scalars.Select(scalar => Field(plan, scalar));

    /// <summary>How other code of the method names the class of its kernels.</summary>
    public static Scope ScopeOf(MethodPlan plan) => new(plan.Method.Type, plan.All.SelectMany(static block => block.Kernels).Select(static kernel => kernel.Name));
}
