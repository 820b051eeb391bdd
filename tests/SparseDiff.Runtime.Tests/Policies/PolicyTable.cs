using SparseDiff.Kernels;

namespace SparseDiff.Tests.Policies;

/// <summary>Every policy with a budget, once: what holds for all of them is tested for all of them. A new policy is a line here.</summary>
internal static class PolicyTable
{
    private static readonly BudgetKind[] Energy = [BudgetKind.Energy], Variance = [BudgetKind.Variance];

    public static IReadOnlyList<PolicyCase> All { get; } =
    [
        Rows("TopK row", static b => new TopK(b), Units.EntriesOfRows, Energy) with { Markers = [(g, b) => Sparsify.TopKVjp(g, b, SelectionScope.Row).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKVjp(g, b, SelectionScope.Row).ToDense()] },
        Rows("TopK tensor", static b => new TopK(b) { Scope = SelectionScope.Tensor }, Units.Entries, Energy) with { Markers = [(g, b) => Sparsify.TopKVjp(g, b, SelectionScope.Tensor).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKVjp(g, b, SelectionScope.Tensor).ToDense()] },
        Rows("TopKBlocks", static b => new TopKBlocks(b, 3), Units.Blocks, Energy) with { Markers = [(g, b) => Sparsify.TopKBlocksVjp(g, b, 3, SliceNorm.L1).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKBlocksVjp(g, b, 3, SliceNorm.L1).ToDense()] },
        Columns("TopKColumns L1", static b => new TopKColumns(b), Energy) with { Markers = [(g, b) => Sparsify.TopKColumnsVjp(g, b, SliceNorm.L1, false).ToDense(), (g, b) => Sparsify.TopKColumnsVjp(g, b).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKColumnsVjp(g, b, SliceNorm.L1, false).ToDense(), (g, b) => Sparsify.TopKColumnsVjp(g, b).ToDense()] },
        Columns("TopKColumns L2", static b => new TopKColumns(b) { Norm = SliceNorm.L2 }, Energy) with { Markers = [(g, b) => Sparsify.TopKColumnsVjp(g, b, SliceNorm.L2, false).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKColumnsVjp(g, b, SliceNorm.L2, false).ToDense()] },
        Examples("TopKExamples", static b => new TopKExamples(b), Energy) with { Markers = [(g, b) => Sparsify.TopKExamplesVjp(g, b).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.TopKExamplesVjp(g, b).ToDense()] },
        Rows("GaussianK", static b => new GaussianK(b), Units.Entries, Energy) with { IsAbout = true, Markers = [(g, b) => Sparsify.GaussianKVjp(g, b, false).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.GaussianKVjp(g, b, false).ToDense()] },
        Rows("GaussianK as published", static b => new GaussianK(b) { AsPublished = true }, Units.Entries, Energy) with { IsPublished = true, Markers = [(g, b) => Sparsify.GaussianKVjp(g, b, true).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.GaussianKVjp(g, b, true).ToDense()] },
        Rows("DgcK", static b => new DgcK(b), Units.Entries, Energy) with { IsAbout = true, Markers = [(g, b) => Sparsify.DgcKVjp(g, b).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.DgcKVjp(g, b).ToDense()] },
        Rows("SampledK row", static b => new SampledK(b) { Scope = SelectionScope.Row, Seed = 3 }, Units.EntriesOfRows, Variance) with { IsSample = true, Markers = [(g, b) => Sparsify.SampledKVjp(g, b, 3, SelectionScope.Row).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.SampledKVjp(g, b, 3, SelectionScope.Row).ToDense()] },
        Rows("SampledK tensor", static b => new SampledK(b) { Seed = 3 }, Units.Entries, Variance) with { IsSample = true, Markers = [(g, b) => Sparsify.SampledKVjp(g, b, 3, SelectionScope.Tensor).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.SampledKVjp(g, b, 3, SelectionScope.Tensor).ToDense()] },
        Columns("SampledColumns", static b => new SampledColumns(b) { Seed = 3 }, Variance) with { IsSample = true, Markers = [(g, b) => Sparsify.SampledKColumnsVjp(g, b, 3).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.SampledKColumnsVjp(g, b, 3).ToDense()] },
        Examples("SampledExamples", static b => new SampledExamples(b) { Seed = 3 }, Variance) with { IsSample = true, Markers = [(g, b) => Sparsify.SampledKExamplesVjp(g, b, 3).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.SampledKExamplesVjp(g, b, 3).ToDense()] },
        Rows("RandomK scaled", static b => new RandomK(b) { Seed = 3 }, Units.Entries, Variance) with { IsSample = true, IsBlind = true, Markers = [(g, b) => Sparsify.RandomKVjp(g, b, 3, true).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.RandomKVjp(g, b, 3, true).ToDense()] },
        Rows("RandomK unscaled", static b => new RandomK(b) { Seed = 3, IsScaled = false }, Units.Entries, Energy) with { IsBlind = true, Markers = [(g, b) => Sparsify.RandomKVjp(g, b, 3, false).ToDense()], MarkersOfExamples = [(g, b) => Sparsify.RandomKVjp(g, b, 3, false).ToDense()] },
    ];

    public static PolicyCase Of(string name) => All.Single(policy => policy.Name == name);

    private static PolicyCase Rows(string name, Func<Budget, ISelection<SparseRows>> make, Units units, BudgetKind[] kinds) =>
        new(name, (g, budget, draw) => Select(make(budget), g, new SparseRows(g.Device), draw).ToDense(), units, kinds)
        {
            OfExamples = (g, budget, draw) => Select(make(budget), g, new SparseRows(g.Device), draw).ToDense(),
        };

    private static PolicyCase Columns(string name, Func<Budget, ISelection<SparseColumns>> make, BudgetKind[] kinds) =>
        new(name, (g, budget, draw) => Select(make(budget), g, new SparseColumns(g.Device), draw).ToDense(), Units.Columns, kinds)
        {
            OfExamples = (g, budget, draw) => Select(make(budget), g, new SparseColumns(g.Device), draw).ToDense(),
        };

    private static PolicyCase Examples(string name, Func<Budget, ISelection<SparseExamples>> make, BudgetKind[] kinds) =>
        new(name, (g, budget, draw) => Select(make(budget), g, new SparseExamples(g.Device), draw).ToDense(), Units.Examples, kinds)
        {
            OfExamples = (g, budget, draw) => Select(make(budget), g, new SparseExamples(g.Device), draw).ToDense(),
        };

    private static T Select<T>(ISelection<T> policy, SparseExamples g, T into, ulong draw)
        where T : class
    {
        policy.Select(g, into, draw);
        return into;
    }

    /// <summary>Through the form that produces the gradient, so that both forms are looked at.</summary>
    private static T Select<T>(ISelection<T> policy, Tensor g, T into, ulong draw)
        where T : class
    {
        if (draw % 2 == 0)
            policy.Select(g, into, draw);
        else
            policy.Select(default(Identity), [g], g.Shape, into, draw);
        return into;
    }
}

/// <summary>What competes.</summary>
public enum Units
{
    Entries,
    EntriesOfRows,
    Blocks,
    Columns,
    Examples,
}

/// <summary>A policy, and what may be asked of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Select">What passes of a gradient, as a dense tensor, with a budget and the number of the draw.</param>
/// <param name="Units">What competes.</param>
/// <param name="Kinds">The budgets that it takes beside counts and ratios.</param>
internal sealed record PolicyCase(string Name, Func<Tensor, Budget, ulong, Tensor> Select, Units Units, IReadOnlyList<BudgetKind> Kinds)
{
    /// <summary>What passes of a gradient of which some examples exist.</summary>
    public required Func<SparseExamples, Budget, ulong, Tensor> OfExamples { get; init; }

    /// <summary>Whether it keeps between 2k/3 and 4k/3.</summary>
    public bool IsAbout { get; init; }

    /// <summary>Whether it may miss k by any factor.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Whether what passes is right on average.</summary>
    public bool IsSample { get; init; }

    /// <summary>Whether it looks at no magnitudes.</summary>
    public bool IsBlind { get; init; }

    /// <summary>The same by the rules of markers, with the first draw.</summary>
    public IReadOnlyList<Func<Tensor, Budget, Tensor>> Markers { get; init; } = [];

    /// <summary>The markers' rules for a gradient of which some examples exist.</summary>
    public IReadOnlyList<Func<SparseExamples, Budget, Tensor>> MarkersOfExamples { get; init; } = [];

    public override string ToString() => Name;
}
