using SparseDiff.Tests.Kernels;

namespace SparseDiff.Tests.Training;

public class MlpTests
{
    private const int Batch = 6;
    private const int Inputs = 9;
    private const int Hidden = 11;
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
        Trained once = Train(Policy.SampledK, Device.GpuEmulator);
        Trained again = Train(Policy.SampledK, Device.GpuEmulator);
        Assert.Equal(once.Losses, again.Losses);
        Assert.Equal(once.Parameters, again.Parameters);
    }

    private static void Compare(Policy policy, Device device) => Trained.Compare(Train(policy, Device.Cpu), Train(policy, device));

    private static Trained Train(Policy policy, Device device)
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

        return new Trained(losses, [.. model.Parameters.Select(static p => p.Tensor.ToArray())]);
    }
}
