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
    public void Examples_and_the_rows_of_weights_gradients_are_steered_together()
    {
        const double share = 0.2;
        VarianceController controller = new(1e-3) { Share = share, Gain = 0.3, Batches = 4, Samples = 2 };
        VcasNet model = new(controller.Budget);
        VcasNet.Gradients gradients = model.CreateGradients();
        int next = 0;
        for (int step = 0; step < 50; step++)
        {
            int batches = next;
            controller.Measure(gradients, batch => Pass(model, gradients, batches + batch));
            next += 4;
        }

        (controller.Batches, controller.Samples) = (120, 4);
        controller.Measure(gradients, batch => Pass(model, gradients, next + batch));
        double reached = controller.SamplingVariance / controller.SgdVariance;
        output.WriteLine($"To {controller.Level:G3}: {reached:P1} for a share of {share:P1}.");
        Assert.InRange(reached, share / 1.4, share * 1.4);

        // On average nothing is lost: neither upstream nor in the weights.
        Budget sampled = model.Budget;
        (Tensor x, Labels labels) = Batch(1);
        (model.Budget, model.Examples.Budget) = (1f, 1f);
        model.LossWithGradients(x, labels, gradients);
        float[][] exact = [.. gradients.Entries.Select(static entry => entry!.Values.ToArray())];
        (model.Budget, model.Examples.Budget) = (sampled, sampled);
        const int draws = 20_000;
        double[][] sums = [.. exact.Select(static entry => new double[entry.Length])], squares = [.. exact.Select(static entry => new double[entry.Length])];
        for (int draw = 0; draw < draws; draw++)
        {
            model.Step++;
            model.LossWithGradients(x, labels, gradients);
            for (int entry = 0; entry < exact.Length; entry++)
            {
                float[] drawn = gradients.Entries[entry]!.Values.ToArray();
                for (int i = 0; i < drawn.Length; i++)
                {
                    sums[entry][i] += drawn[i];
                    squares[entry][i] += (double)drawn[i] * drawn[i];
                }
            }
        }

        for (int entry = 0; entry < exact.Length; entry++)
        {
            for (int i = 0; i < exact[entry].Length; i++)
            {
                double mean = sums[entry][i] / draws;
                double error = Math.Sqrt(Math.Max(0, (squares[entry][i] / draws) - (mean * mean)) / draws);
                Assert.True(Math.Abs(mean - exact[entry][i]) <= (4.5 * error) + 1e-6, $"parameter {entry}, entry {i}: mean {mean}, exact {exact[entry][i]}, standard error {error}.");
            }
        }
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
        foreach (double number in new[] { 0, -0.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceController { Level = number });
            Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceController { Share = number });
            Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceController { Gain = number });
        }

        SteeredNet model = new(0.5f);
        string message = Assert.Throws<InvalidOperationException>(() => new VarianceController { Batches = 1 }.Measure(model.CreateGradients(), static _ => { })).Message;
        Assert.Contains("at least 2 batches", message, StringComparison.Ordinal);
        Assert.True(new VarianceController { Every = 3 }.IsDue(6));
        Assert.False(new VarianceController { Every = 3 }.IsDue(7));
    }

    private static void Pass(SteeredNet model, SteeredNet.Gradients gradients, int seed)
    {
        (Tensor x, Labels labels) = Batch(seed);
        model.LossWithGradients(x, labels, gradients);
    }

    private static void Pass(VcasNet model, VcasNet.Gradients gradients, int seed)
    {
        (Tensor x, Labels labels) = Batch(seed);
        model.Step++;
        model.LossWithGradients(x, labels, gradients);
    }

    private static (Tensor X, Labels Labels) Batch(int seed)
    {
        var random = new Random(seed);
        Tensor x = Tensor.From([.. Enumerable.Range(0, 32 * 10).Select(_ => (random.NextSingle() - 0.5f) * 4)], [32, 10]);
        return (x, Labels.From([.. Enumerable.Range(0, 32).Select(_ => random.Next(4))]));
    }
}
