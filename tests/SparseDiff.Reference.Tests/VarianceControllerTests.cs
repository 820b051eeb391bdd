using Xunit.Abstractions;

namespace SparseDiff.Tests.Reference;

public class VarianceControllerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1e-4, 0.1)]
    [InlineData(10, 0.1)]
    [InlineData(0.1, 0.5)]
    public void Sampling_comes_to_add_the_set_share_of_the_variance_from_batch_to_batch(double first, double share)
    {
        VarianceController controller = new(first) { Share = share, Gain = 0.3, Batches = 4, Samples = 2 };
        SteeredNet model = new(controller.Budget);
        SteeredNet.Gradients gradients = model.CreateGradients();
        int next = 0;
        for (int step = 0; step < 50; step++)
        {
            int batches = next;
            controller.Measure(gradients, batch => Pass(model, gradients, batches + batch));
            next += 4;
        }

        // Measured anew, with the level as it is, from many batches.
        double level = controller.Level;
        controller.Batches = 120;
        controller.Samples = 4;
        controller.Measure(gradients, batch => Pass(model, gradients, next + batch));
        double reached = controller.SamplingVariance / controller.SgdVariance;
        output.WriteLine($"From {first} to {level:G3}: {reached:P1} for a share of {share:P1}.");
        Assert.InRange(reached, share / 1.4, share * 1.4);
    }

    [Fact]
    public void Without_sampling_the_passes_of_a_measurement_give_the_whole_gradient()
    {
        VarianceController controller = new(1e-12);
        SteeredNet model = new(controller.Budget);
        SteeredNet.Gradients gradients = model.CreateGradients();
        controller.Measure(gradients, batch => Pass(model, gradients, batch));
        Assert.Equal(0, controller.SamplingVariance, 1e-12);
        Assert.True(controller.SgdVariance > 0);
        Assert.Equal(4e-12, controller.Level, 1e-13); // Nothing was added: as far up as one step goes.
    }

    [Fact]
    public void Bad_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new VarianceController(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new VarianceController(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new VarianceController { Every = 0 });
        SteeredNet model = new(0.5f);
        string message = Assert.Throws<InvalidOperationException>(() => new VarianceController { Batches = 1 }.Measure(model.CreateGradients(), static _ => { })).Message;
        Assert.Contains("at least 2 batches", message, StringComparison.Ordinal);
        Assert.True(new VarianceController { Every = 3 }.IsDue(6));
        Assert.False(new VarianceController { Every = 3 }.IsDue(7));
    }

    private static void Pass(SteeredNet model, SteeredNet.Gradients gradients, int seed)
    {
        var random = new Random(seed);
        Tensor x = Tensor.From([.. Enumerable.Range(0, 32 * 10).Select(_ => (random.NextSingle() - 0.5f) * 4)], [32, 10]);
        model.LossWithGradients(x, Labels.From([.. Enumerable.Range(0, 32).Select(_ => random.Next(4))]), gradients);
    }
}
