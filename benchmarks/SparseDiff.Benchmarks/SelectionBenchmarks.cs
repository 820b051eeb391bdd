using BenchmarkDotNet.Attributes;

namespace SparseDiff.Benchmarks;

/// <summary>Selecting from a gradient of 128 rows of 1024 entries.</summary>
public class SelectionBenchmarks : IDisposable
{
    private readonly Tensor dY = RandomTensor.Normal(1, 128, 1024);
    private readonly Workspace workspace = new();
    private Budget energy;
    private Budget variance;

    [Params(0.01f, 0.05f, 0.1f, 0.5f)]
    public float Ratio { get; set; }

    /// <summary>As many entries by the share of the energy that they hold, and by the variance that a sample of them adds.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        energy = BudgetTable.Alike(dY, static budget => new TopK(budget), Budget.Energy, Ratio);
        variance = BudgetTable.Alike(dY, static budget => new SampledK(budget) { Scope = SelectionScope.Row }, Budget.Variance, Ratio);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public SparseRows TopKOfRows() => Sparsify.TopKVjp(dY, Ratio, SelectionScope.Row, workspace.Sparse(0));

    [Benchmark]
    public SparseRows TopKOfRowsByEnergy() => Sparsify.TopKVjp(dY, energy, SelectionScope.Row, workspace.Sparse(3));

    [Benchmark]
    public SparseRows TopKOfTensor() => Sparsify.TopKVjp(dY, Ratio, SelectionScope.Tensor, workspace.Sparse(1));

    [Benchmark]
    public SparseRows Sampled() => Sparsify.SampledKVjp(dY, Ratio, 0, SelectionScope.Tensor, workspace.Sparse(2));

    [Benchmark]
    public SparseRows SampledInRows() => Sparsify.SampledKVjp(dY, Ratio, 0, SelectionScope.Row, workspace.Sparse(4));

    [Benchmark]
    public SparseRows SampledInRowsByVariance() => Sparsify.SampledKVjp(dY, variance, 0, SelectionScope.Row, workspace.Sparse(5));
}
