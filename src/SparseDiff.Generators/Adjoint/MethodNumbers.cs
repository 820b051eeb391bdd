using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Adjoint;

/// <summary>What all blocks of one method share: names of gradients, and numbers of what lives in its workspaces.</summary>
internal sealed class MethodNumbers(NamePool names)
{
    private int sites;
    private int regions;
    private int accumulators;
    private int lists;

    public NamePool Names { get; } = names;

    /// <summary>Names of kernels.</summary>
    public NamePool Kernels { get; init; } = new([]);

    public HashSet<MarkerSpec> UsedMarkers { get; } = [];

    public int Points { get; set; }

    /// <summary>The forward node of each statement with blocks, in its own graph.</summary>
    public Dictionary<RegionSpec, int> NodeOfRegion { get; } = new(ReferenceComparer.Instance);

    /// <summary>The variables of the gradients of lists.</summary>
    public Dictionary<int, string> ListGradients { get; } = [];

    public int NextList() => lists++;

    public int NextSite() => sites++;

    public int NextRegion() => regions++;

    public int NextAccumulator() => accumulators++;

    private sealed class ReferenceComparer : IEqualityComparer<RegionSpec>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(RegionSpec? x, RegionSpec? y) => ReferenceEquals(x, y);

        public int GetHashCode(RegionSpec region) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(region);
    }
}

/// <summary>What the backward pass of a block begins with and must give.</summary>
/// <param name="Seeds">Values whose gradients come in, and the variables that hold them.</param>
/// <param name="Wanted">Values whose gradients are wanted.</param>
/// <param name="Targets">Outer values whose gradients are added up elsewhere.</param>
internal sealed record BlockGoal(IReadOnlyList<(int Value, string Name)> Seeds, IReadOnlyList<int> Wanted, IReadOnlyDictionary<int, GradientTarget> Targets);
