using SparseDiff.Tests.Rules;

namespace SparseDiff.Tests.Modules;

public class VisionLayerTests
{
    [Fact]
    public void A_convolution_layer_has_the_operation_s_result_and_gradients()
    {
        var layer = new Conv2dLayer(channels: 4, filters: 6, kernel: 3, seed: 1, stride: 2, padding: 1, groups: 2);
        Tensor x = RuleTable.Random(2, 3, 4, 6, 7).To(Device.Cpu);
        Tensor y = layer.ForwardForward(x, out Conv2dLayer.ForwardSaved saved);
        Assert.Equal(Ops.Conv2d(x, layer.W, layer.B, 2, 1, groups: 2).ToArray(), y.ToArray());
        Tensor dY = RuleTable.Random(3, y.Shape.ToArray()).To(Device.Cpu);
        Conv2dLayer.Gradients gradients = layer.CreateGradients();
        layer.ForwardBackward(in saved, dY, gradients, out Tensor dX);
        var dW = new RowGradient(layer.W);
        Ops.Conv2dVjpW(x, dY, 2, 1, 1, 2, dW);
        Assert.Equal(Ops.Conv2dVjpX(dY, x, layer.W, 2, 1, 1, 2).ToArray(), dX.ToArray());
        Assert.Equal(dW.Values.ToArray(), gradients.W.Values.ToArray());
    }

    [Fact]
    public void Batch_normalisation_learns_the_statistics_that_evaluation_uses()
    {
        var layer = new BatchNorm2d(channels: 2, momentum: 0.25f, epsilon: 0);
        Tensor x = Tensor.From([1, 3, 10, 14], [2, 2, 1, 1]);
        Tensor y = layer.Forward(x);

        // Channel 0 saw 1 and 10, channel 1 saw 3 and 14.
        Assert.Equal([-1, -1, 1, 1], y.ToArray().Select(v => MathF.Round(v, 5)));
        Assert.Equal([0.25f * 5.5f, 0.25f * 8.5f], layer.RunningMean.ToArray());
        Assert.Equal([0.75f + (0.25f * 40.5f), 0.75f + (0.25f * 60.5f)], layer.RunningVariance.ToArray());

        layer.IsTraining = false;
        float[] mean = layer.RunningMean.ToArray(), variance = layer.RunningVariance.ToArray();
        float[] evaluated = layer.Forward(x).ToArray();
        for (int i = 0; i < 4; i++)
            Assert.Equal((x.ToArray()[i] - mean[i % 2]) / MathF.Sqrt(variance[i % 2]), evaluated[i], 1e-5f);
        Assert.Equal(mean, layer.RunningMean.ToArray());
    }

    [Fact]
    public void Running_statistics_are_parameters_without_a_gradient()
    {
        var layer = new BatchNorm2d(3);
        Assert.Equal(4, layer.Parameters.Count);
        Assert.Equal(2, ((IGradients)layer.CreateGradients()).Entries.Count(entry => entry is not null));
    }
}
