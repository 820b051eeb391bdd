using SparseDiff.Tests.Kernels;

namespace SparseDiff.Tests.Training;

public class MlpTests
{
    private const int Batch = 6;
    private const int Inputs = 17;
    private const int Hidden = 23;
    private const int Classes = 5;

    [Theory]
    [InlineData(Policy.Dense)]
    [InlineData(Policy.TopK)]
    [InlineData(Policy.TopKOfTensor)]
    [InlineData(Policy.SampledK)]
    public void Three_steps_on_the_emulator_give_the_numbers_of_the_processor(Policy policy) => Compare(policy, Device.GpuEmulator);

    [GpuTheory]
    [InlineData(Policy.Dense)]
    [InlineData(Policy.TopK)]
    [InlineData(Policy.TopKOfTensor)]
    [InlineData(Policy.SampledK)]
    public void Three_steps_on_the_GPU_give_the_numbers_of_the_processor(Policy policy) => Compare(policy, Device.Gpu());

    [Fact]
    public void Two_runs_on_one_device_give_the_same_bits()
    {
        (float[] losses, float[][] parameters) = Train(Policy.SampledK, Device.GpuEmulator);
        (float[] again, float[][] parametersAgain) = Train(Policy.SampledK, Device.GpuEmulator);
        Assert.Equal(losses, again);
        Assert.Equal(parameters, parametersAgain);
    }

    private static void Compare(Policy policy, Device device)
    {
        (float[] expectedLosses, float[][] expected) = Train(policy, Device.Cpu);
        (float[] losses, float[][] parameters) = Train(policy, device);
        Assert.True(losses[^1] < losses[0], $"The loss falls: {string.Join(", ", losses)}.");
        Equal(expectedLosses, losses, "loss");
        for (int i = 0; i < expected.Length; i++)
            Equal(expected[i], parameters[i], $"parameter {i}");
    }

    private static (float[] Losses, float[][] Parameters) Train(Policy policy, Device device)
    {
        Tensor images = Init.Uniform(-1f, 1f, seed: 9, Batch, Inputs).To(device);
        Labels labels = Labels.From([0, 1, 2, 3, 4, 0], device);
        using var model = new HandWrittenMlp(Inputs, Hidden, Classes, policy, device);
        var optimizer = new Adam(0.01f);
        var losses = new float[3];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = model.LossWithGradients(images, labels);
            optimizer.Step(model, model);
        }

        return (losses, [.. model.Parameters.Select(static p => p.Tensor.ToArray())]);
    }

    private static void Equal(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= 1e-4f, $"{what}, entry {i}: the processor has {expected[i]:R}, the GPU kernels {actual[i]:R}.");
    }
}
