using BenchmarkDotNet.Attributes;
using FashionMnist;

namespace SparseDiff.Benchmarks;

/// <summary>Forward pass, backward pass and optimizer step of the sample's network, 784-512-512-10 with batches of 64, on made-up images.</summary>
public class WholeStepBenchmarks : IDisposable
{
    private const int Batch = 64;
    private const int Inputs = 784;
    private const int Classes = 10;

    private readonly Mlp model = new(Inputs, hidden: 512, Classes, seed: 1);
    private readonly Adam optimizer = new();
    private readonly Tensor images = RandomTensor.Normal(2, Batch, Inputs);
    private readonly Labels labels = Labels.From([.. Enumerable.Range(0, Batch).Select(static i => i % Classes)]);
    private readonly Mlp.Gradients gradients;

    public WholeStepBenchmarks() => gradients = model.CreateGradients();

    [GlobalCleanup]
    public void Dispose()
    {
        gradients.Dispose();
        model.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public float Dense() => Finish(model.LossWithGradients(images, labels, gradients));

    [Benchmark]
    public float TopK()
    {
        model.Ratio = 0.05f;
        return Finish(model.TopKLossWithGradients(images, labels, gradients));
    }

    [Benchmark]
    public float Sampled()
    {
        model.Ratio = 0.1f;
        return Finish(model.SampledLossWithGradients(images, labels, gradients));
    }

    private float Finish(float loss)
    {
        optimizer.Step(model, gradients);
        return loss;
    }
}
