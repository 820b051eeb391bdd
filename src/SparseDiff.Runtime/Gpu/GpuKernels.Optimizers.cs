using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, SteppedRows, float, float, ArrayView<int>, ArrayView<float>, ArrayView<float>> SgdKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SteppedRows, float, float, ArrayView<int>, ArrayView<float>, ArrayView<float>>(OptimizerKernels.Sgd);

    private Action<KernelConfig, SteppedRows, MomentumStep, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> MomentumKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SteppedRows, MomentumStep, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(OptimizerKernels.Momentum);

    private Action<KernelConfig, SteppedRows, AdamStep, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> AdamKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SteppedRows, AdamStep, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(OptimizerKernels.Adam);

    public override void Sgd(Tensor parameter, RowGradient gradient, Tensor? momentum, in SgdStep step, bool touchedOnly)
    {
        lock (scratchGate)
        {
            SteppedRows stepped = Stepped(gradient, touchedOnly, out ArrayView<int> rows, out Tensor values);
            if (stepped.Length == 0)
                return;
            KernelConfig config = device.PerEntry(stepped.Length);
            if (momentum is null)
            {
                SgdKernel(config, stepped, step.Rate, step.WeightDecay, rows, View(parameter), View(values));
                return;
            }

            var constants = new MomentumStep(step.Rate, step.Momentum, step.WeightDecay, step.Nesterov ? 1 : 0);
            MomentumKernel(config, stepped, constants, rows, View(parameter), View(values), View(momentum));
        }
    }

    public override void Adam(Tensor parameter, RowGradient gradient, Tensor first, Tensor second, in AdamStep step, bool touchedOnly)
    {
        lock (scratchGate)
        {
            SteppedRows stepped = Stepped(gradient, touchedOnly, out ArrayView<int> rows, out Tensor values);
            if (stepped.Length > 0)
                AdamKernel(device.PerEntry(stepped.Length), stepped, step, rows, View(parameter), View(values), View(first), View(second));
        }
    }

    /// <summary>What a step changes, and the gradient's numbers there. Inside the lock.</summary>
    private SteppedRows Stepped(RowGradient gradient, bool touchedOnly, out ArrayView<int> rows, out Tensor values)
    {
        bool listed = touchedOnly && !gradient.IsAll;
        values = listed ? gradient.Buffer : gradient.Values;
        ReadOnlySpan<int> touched = gradient.TouchedRows;
        rows = listedRows.Take(listed && touched.Length > 0 ? touched.Length : 1);
        if (!listed)
            return new SteppedRows(values.Length, gradient.RowLength, Listed: 0);
        if (touched.Length > 0)
            rows.CopyFromCPU(touched);
        return new SteppedRows(touched.Length * gradient.RowLength, gradient.RowLength, Listed: 1);
    }
}
