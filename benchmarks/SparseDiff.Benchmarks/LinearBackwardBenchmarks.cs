using BenchmarkDotNet.Attributes;

namespace SparseDiff.Benchmarks;

/// <summary>The backward pass of a linear layer, dense and with the largest entries of each row.</summary>
public class LinearBackwardBenchmarks : IDisposable
{
    private LinearBackward? layer;

    [Params("128,1024,1024", "64,784,512", "256,1024,4096")]
    public string Shape { get; set; } = "";

    [Params(0.01f, 0.05f, 0.2f)]
    public float Ratio { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = Array.ConvertAll(Shape.Split(','), int.Parse);
        layer = new LinearBackward(sizes[0], sizes[1], sizes[2]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        layer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Dense() => layer!.Dense();

    [Benchmark]
    public void TopKOfRows() => layer!.Sparse(Ratio);

    [Benchmark]
    public void Sampled() => layer!.Sparse(Ratio, sampled: true);
}
