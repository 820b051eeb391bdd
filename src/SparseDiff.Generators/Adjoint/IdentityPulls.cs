namespace SparseDiff.Generators.Adjoint;

/// <summary>Pulls that are the cotangent itself: for them neither a kernel nor a copy is needed.</summary>
internal static class IdentityPulls
{
    private static readonly HashSet<string> Known = ["SparseDiff.Lanes.Add.PullA", "SparseDiff.Lanes.Add.PullB", "SparseDiff.Lanes.Subtract.PullA"];

    public static bool Contains(string lane, string pull) => Known.Contains(lane + "." + pull);
}
