using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>
/// What the runtime's policies take: the scopes, the kinds of budget beside counts and ratios, and the numbers. A policy's name is that of the marker, or, of a policy as an
/// object, <c>new</c> and its type. A test runs both over the same settings.
/// </summary>
internal static class PolicyLimits
{
    /// <summary>Whose markers these limits are of; a point of one's own has limits of its own.</summary>
    public const string Container = "SparseDiff.Sparsify";

    /// <summary>The parameter of markers that take any policy.</summary>
    public const string Policy = "policy";

    private const string Ratio = "ratio";
    private const string Count = "k";
    private const string Energy = "energy";
    private const string Variance = "variance";

    private static readonly string[] Slices = ["Row", "Tensor", "Columns", "Examples"];
    private static readonly string[] Maps = ["PerExample", "PerChannel", "PerPosition"];
    private static readonly string[] Norms = ["L1", "L2"];

    /// <summary>The names of what an argument of an enumeration may be; null when the policy has no limits for it.</summary>
    public static IReadOnlyList<string>? Choices(string policy, string parameter) => (policy, parameter) switch
    {
        ("new TopK" or "new SampledK", "scope") => Slices.Take(2).ToArray(),
        ("TopK", "scope") => [.. Slices, .. Maps],
        ("SampledK", "scope") => Slices,
        (_, "norm") => Norms,
        _ => null,
    };

    /// <summary>The kinds of budget that a policy takes; null for one without a budget.</summary>
    public static IReadOnlyList<string>? Budgets(string policy, OperandSpec? scaled) => Bare(policy) switch
    {
        "TopK" or "TopKColumns" or "TopKExamples" or "TopKBlocks" or "GaussianK" or "DgcK" or "MaxChild" => [Count, Ratio, Energy],
        "SampledK" or "SampledColumns" or "SampledExamples" => [Count, Ratio, Variance],
        "RandomK" when scaled is { Kind: not OperandKind.Constant } => [Count, Ratio, Energy, Variance],
        "RandomK" => [Count, Ratio, scaled is { Text: "false" } ? Energy : Variance],
        _ => null,
    };

    /// <summary>What a number must be that is none of a ratio or count; null when it is.</summary>
    public static string? Defect(string policy, string parameter, double number) => (Bare(policy), parameter) switch
    {
        ("Threshold", "value") when !(number >= 0) => "a threshold is at least 0",
        ("TopKBlocks", "size") when number < 1 => "a block has at least 1 entry",
        (_, Energy) when !(number is >= 0 and <= 1) => "the share of energy lies in 0 to 1",
        (_, Variance) when !(number >= 0) => "an added variance is at least 0",
        _ => null,
    };

    /// <summary>What a constant of an enumeration is called, without its type.</summary>
    public static string Choice(OperandSpec constant) => constant.Text.Substring(constant.Text.LastIndexOf('.') + 1);

    /// <summary>How many compete for a count; null when that is not known.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scope">Its scope; null for one without.</param>
    /// <param name="size">Entries of a block.</param>
    /// <param name="extents">The dimensions of the value, from the first; null for each that is not known.</param>
    public static double? Competing(string policy, string? scope, double? size, IReadOnlyList<int?> extents) => (policy, scope) switch
    {
        ("TopKBlocks" or "new TopKBlocks", _) => Product(extents, 0) is { } entries && size is >= 1 ? Math.Ceiling(entries / size.Value) : null,
        ("TopKColumns" or "new TopKColumns" or "new SampledColumns", _) or ("new TopK", null) or (_, "Row" or "Columns") => extents.Count == 0 ? 1 : extents[extents.Count - 1],
        ("new TopKExamples" or "new SampledExamples", _) or (_, "Examples") => extents.Count == 0 ? 1 : extents[0],
        (_, "PerExample") when extents.Count >= 1 => Product(extents, 1),
        (_, "PerChannel") when extents.Count >= 2 => Product(extents, 2),
        (_, "PerPosition") when extents.Count >= 2 => extents[1],
        (_, null or "Tensor") => Product(extents, 0),
        _ => null,
    };

    private static string Bare(string policy) => policy.Substring(policy.LastIndexOf(' ') + 1);

    private static double? Product(IReadOnlyList<int?> extents, int first)
    {
        double? product = 1;
        for (int i = first; i < extents.Count; i++)
            product *= extents[i];
        return product;
    }
}
