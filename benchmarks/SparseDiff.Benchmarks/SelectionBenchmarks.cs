using BenchmarkDotNet.Attributes;

namespace SparseDiff.Benchmarks;

/// <summary>Selecting from a gradient of 128 rows of 1024 entries.</summary>
public class SelectionBenchmarks : IDisposable
{
    private readonly Tensor dY = RandomTensor.Normal(1, 128, 1024);
    private readonly Workspace workspace = new();

    [Params(0.01f, 0.05f, 0.1f, 0.5f)]
    public float Ratio { get; set; }

    [GlobalCleanup]
    public void Dispose()
    {
        workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public SparseRows TopKOfRows() => Sparsify.TopKVjp(dY, Ratio, SelectionScope.Row, workspace.Sparse(0));

    [Benchmark]
    public SparseRows TopKOfTensor() => Sparsify.TopKVjp(dY, Ratio, SelectionScope.Tensor, workspace.Sparse(1));

    [Benchmark]
    public SparseRows Sampled() => Sparsify.SampledKVjp(dY, Ratio, 0, SelectionScope.Tensor, workspace.Sparse(2));
}
