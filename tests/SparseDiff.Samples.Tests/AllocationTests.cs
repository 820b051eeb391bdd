using CharLm;
using FashionMnist;
using Samples.Language;

namespace SparseDiff.Samples.Tests;

/// <summary>The models that the samples train, small: in steady state a step leaves the collector nothing to do.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    private const int Symbols = 11;
    private const int Most = 1024;

    public static TheoryData<string, string> Models()
    {
        var models = new TheoryData<string, string>();
        foreach (var model in (string[])["mlp", "cnn", "lstm", "gpt"])
        {
            foreach (var gradient in (string[])["dense", "top-k", "sampled"])
                models.Add(model, gradient);
        }

        return models;
    }

    [Theory, MemberData(nameof(Models))]
    public void A_training_step_allocates_at_most_a_kibibyte(string model, string gradient)
    {
        const int warmUp = 40, windows = 5, steps = 8;
        var step = StepOf(model, gradient);
        for (var i = 0; i < warmUp; i++) step();

        // All threads count, for the kernels have some: the least of several windows is what other threads of the process add nothing to.
        var least = Enumerable.Range(0, windows).Min(_ =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < steps; i++) step();
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
        });
        Assert.True(least <= Most, $"{model}, {gradient}: {least} bytes per step");
    }

    private static Action StepOf(string model, string gradient) => model switch
    {
        "mlp" => Mlp(gradient),
        "cnn" => Cnn(gradient),
        "lstm" => Lstm(gradient),
        _ => Gpt(gradient),
    };

    private static Action Mlp(string gradient)
    {
        var model = new Mlp(20, 24, 10, 1) { Ratio = 0.1f };
        var (gradients, x, labels) = (model.CreateGradients(), Init.Normal(1, 2, 16, 20), Classes(16));
        return Trained(model, gradients, gradient switch
        {
            "dense" => () => model.LossWithGradients(x, labels, gradients),
            "top-k" => () => model.TopKLossWithGradients(x, labels, gradients),
            _ => () => model.SampledLossWithGradients(x, labels, gradients),
        });
    }

    private static Action Cnn(string gradient)
    {
        var model = new Cnn(1) { Ratio = 0.1f };
        var (gradients, x, labels) = (model.CreateGradients(), Init.Normal(1, 2, 2, 28 * 28), Classes(2));
        return Trained(model, gradients, gradient switch
        {
            "dense" => () => model.LossWithGradients(x, labels, gradients),
            "top-k" => () => model.TopKLossWithGradients(x, labels, gradients),
            _ => () => model.SampledLossWithGradients(x, labels, gradients),
        });
    }

    private static Action Lstm(string gradient)
    {
        var model = new Lstm(Symbols, 12, 20, 1) { Ratio = 0.1f };
        var text = Enumerable.Range(0, 24).Select(static i => i * 7 % Symbols).ToArray();
        var (tokens, next) = (Indices.From(text, [24]), Indices.From(text, [6, 4]));
        var (gradients, start) = (model.CreateGradients(), Tensor.Zeros(4, 20));
        return Trained(model, gradients, gradient switch
        {
            "dense" => () => model.LossWithGradients(tokens, next, start, gradients),
            "top-k" => () => model.TopKLossWithGradients(tokens, next, start, gradients),
            _ => () => model.SampledLossWithGradients(tokens, next, start, gradients),
        });
    }

    private static Action Gpt(string gradient)
    {
        var model = new Gpt(Symbols, 8, 16, 2, 2, 1) { Ratio = 0.1f };
        var text = Enumerable.Range(0, 24).Select(static i => i * 7 % Symbols).ToArray();
        var (gradients, tokens, next) = (model.CreateGradients(), Indices.From(text, [3, 8]), Labels.From(text));
        return Trained(model, gradients, gradient switch
        {
            "dense" => () => model.LossWithGradients(tokens, next, gradients),
            "top-k" => () => model.TopKLossWithGradients(tokens, next, gradients),
            _ => () => model.SampledLossWithGradients(tokens, next, gradients),
        });
    }

    private static Action Trained(IModel model, IGradients gradients, Func<float> loss)
    {
        // So slow that the batch is not learnt by heart: a gradient of zeros selects nothing.
        var optimizer = new Adam(1e-5f);
        return () =>
        {
            Assert.True(float.IsFinite(loss()));
            optimizer.Step(model, gradients);
        };
    }

    private static Labels Classes(int count) => Labels.From([.. Enumerable.Range(0, count).Select(static i => i % 10)]);
}
