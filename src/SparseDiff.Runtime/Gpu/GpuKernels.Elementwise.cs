using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    public override void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        int length = outputs[0].Length;
        if (length == 0)
            return;
        OutputViews room = default;
        Span<ArrayView<float>> results = room[..outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
            results[i] = View(outputs[i]);
        lock (scratchGate)
            Run(kernel, inputs, outputs[0].Shape, results);
    }

    /// <summary>Runs an element-wise kernel over a shape that has entries. Inside the lock.</summary>
    private void Run<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, ReadOnlySpan<ArrayView<float>> outputs)
        where TKernel : struct, IElementwise
    {
        InputViews room = default;
        Span<GpuInput> views = room[..inputs.Length];
        Inputs(inputs, shape, views);
        int length = Shapes.Length(shape);
        GpuLauncher<TKernel>.On(device).Run(device.PerEntry(length), kernel, new GpuLanes(length, views, outputs));
    }

    private void Inputs(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, Span<GpuInput> views)
    {
        for (int i = 0; i < inputs.Length; i++)
            views[i] = Input(inputs[i], shape, broadcast[i]);
    }

    private GpuInput Input(Tensor input, ReadOnlySpan<int> shape, GpuScratch<float> room)
    {
        ArrayView<float> values = View(input);
        if (GpuBroadcast.Of(input.Shape, shape) is { } form)
            return new GpuInput(values, form.Period, form.Extent);

        // Not of the form a kernel can index: broadcast into memory first.
        Strided from = Strided.Broadcast(input.Shape, shape);
        ArrayView<float> full = room.Take(from.Length);
        GatherKernel(device.PerEntry(from.Length), from, 1f, values, full);
        return new GpuInput(full, 1, 0);
    }
}
