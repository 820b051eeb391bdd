using ILGPU;
using ILGPU.Runtime.CPU;
using SparseDiff.Gpu;
using SparseDiff.Tests.Kernels;

namespace SparseDiff.Tests.Training;

public class GeneratedTests
{
    private const int Batch = 6;
    private const int Inputs = 9;
    private const int Hidden = 13;
    private const int Classes = 5;

    [Fact]
    public void Three_steps_of_a_generated_model_on_the_emulator_give_the_numbers_of_the_processor() => CompareMlp(Device.GpuEmulator);

    [Fact]
    public void Three_steps_of_long_generated_chains_on_the_emulator_give_the_numbers_of_the_processor() => CompareChains(Device.GpuEmulator);

    [Fact]
    public void Three_steps_with_functions_that_run_entry_by_entry_on_the_emulator_give_the_numbers_of_the_processor() => CompareEntries(Device.GpuEmulator);

    [Fact]
    public void A_function_that_no_GPU_can_run_says_so()
    {
        // A device of its own: ILGPU compiles nothing more in a context in which something has failed.
        using Context context = Context.Create(static builder => builder.CPU(new CPUDevice(8, 2, 1)).Optimize(GpuDevices.Level));
        using var device = new GpuDevice("gpu-emulator of its own", context.GetCPUDevice(0).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel));
        Tensor x = Init.Uniform(-1f, 1f, seed: 9, 4).To(device);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => HostOnly.CheckedForward(x, out _));
        Assert.Contains("cannot run on a GPU", error.Message, StringComparison.Ordinal);
    }

    [GpuFact]
    public void Three_steps_of_generated_models_on_the_GPU_give_the_numbers_of_the_processor()
    {
        CompareMlp(Device.Gpu());
        CompareChains(Device.Gpu());
        CompareEntries(Device.Gpu());
    }

    private static void CompareMlp(Device device) => Compare(device, static on =>
    {
        TopKMlp model = new TopKMlp(Inputs, Hidden, Classes, seed: 3).To(on);
        TopKMlp.Gradients gradients = model.CreateGradients();
        return Train(model, gradients, on, (images, labels) => model.LossWithGradients(images, labels, gradients));
    });

    private static void CompareChains(Device device) => Compare(device, static on =>
    {
        ManyActivations model = new ManyActivations(Inputs, Hidden, Classes, seed: 3).To(on);
        ManyActivations.Gradients gradients = model.CreateGradients();
        return Train(model, gradients, on, (images, labels) => model.LossWithGradients(images, labels, gradients));
    });

    private static void CompareEntries(Device device) => Compare(device, static on =>
    {
        EntryByEntry model = new EntryByEntry(Inputs, Hidden, Classes, seed: 3).To(on);
        EntryByEntry.Gradients gradients = model.CreateGradients();
        return Train(model, gradients, on, (images, labels) => model.LossWithGradients(images, labels, gradients));
    });

    private static Trained Train(IModel model, IGradients gradients, Device device, Func<Tensor, Labels, float> lossWithGradients)
    {
        Tensor images = Init.Uniform(-1f, 1f, seed: 9, Batch, Inputs).To(device);
        Labels labels = Labels.From([0, 1, 2, 3, 4, 0], device);
        var optimizer = new Adam(0.01f);
        var losses = new float[3];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = lossWithGradients(images, labels);
            optimizer.Step(model, gradients);
        }

        return new Trained(losses, [.. model.Parameters.Select(static p => p.Tensor.ToArray())]);
    }

    private static void Compare(Device device, Func<Device, Trained> train) => Trained.Compare(train(Device.Cpu), train(device));
}
