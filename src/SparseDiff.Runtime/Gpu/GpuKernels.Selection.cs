using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, SelectionShape, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>> SelectRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>>(TopKKernels.SelectRows);

    private Action<KernelConfig, int, ArrayView<float>, ArrayView<Threshold>, ArrayView<DigitCounts>> CountDigitsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<float>, ArrayView<Threshold>, ArrayView<DigitCounts>>(TopKKernels.CountDigits);

    private Action<KernelConfig, int, int, ArrayView<DigitCounts>, ArrayView<Threshold>> DescendKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, int, ArrayView<DigitCounts>, ArrayView<Threshold>>(TopKKernels.Descend);

    private Action<KernelConfig, SelectionShape, ArrayView<float>, ArrayView<Threshold>, ArrayView<long>> CountRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, ArrayView<float>, ArrayView<Threshold>, ArrayView<long>>(TopKKernels.CountRows);

    private Action<KernelConfig, SelectionShape, ArrayView<float>, ArrayView<Threshold>, ArrayView<long>, ArrayView<int>, ArrayView<int>, ArrayView<float>> PlaceRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, ArrayView<float>, ArrayView<Threshold>, ArrayView<long>, ArrayView<int>, ArrayView<int>, ArrayView<float>>(TopKKernels.PlaceRows);

    private Action<KernelConfig, int, ArrayView<long>> ScanLongsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<long>>(ScanKernels.Longs);

    public override void SelectRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        SelectionShape selection = Matrix(shape, k);
        if (k >= selection.Width || selection.Rows == 0)
        {
            KeepAll(pull, inputs, shape, into);
            return;
        }

        int count = selection.Rows * k;
        into.BeginCompressed(shape, count);
        lock (scratchGate)
        {
            ArrayView<float> values = Produce(pull, inputs, shape, copy: false);
            SelectRowsKernel(
                device.PerLine(selection.Rows, selection.Width), selection, values,
                View(into.Pattern.RowStart, selection.Rows + 1), View(into.Pattern.ColumnIndex, count), View(into.Values, 0, count));
        }

        into.Pattern.Count = count;
    }

    public override void SelectTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        SelectionShape selection = Matrix(shape, k);
        if (k >= selection.Rows * selection.Width)
        {
            KeepAll(pull, inputs, shape, into);
            return;
        }

        into.BeginCompressed(shape, k);
        lock (scratchGate)
        {
            ArrayView<float> values = Produce(pull, inputs, shape, copy: false);
            ArrayView<Threshold> threshold = FindThreshold(values, k);
            ArrayView<long> counts = rowMarks.Take(selection.Rows + 1);
            KernelConfig perRow = device.PerLine(selection.Rows, selection.Width);
            CountRowsKernel(perRow, selection, values, threshold, counts);
            ScanLongsKernel(device.OneGroup(), selection.Rows, counts);
            PlaceRowsKernel(
                perRow, selection, values, threshold, counts,
                View(into.Pattern.RowStart, selection.Rows + 1), View(into.Pattern.ColumnIndex, k), View(into.Values, 0, k));
        }

        into.Pattern.Count = k;
    }

    private static SelectionShape Matrix(ReadOnlySpan<int> shape, int k)
    {
        int width = shape.IsEmpty ? 1 : shape[^1];
        return new SelectionShape(width == 0 ? 0 : Shapes.Length(shape) / width, width, k);
    }

    private void KeepAll<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, SparseRows into)
        where TKernel : struct, IElementwise => Elementwise(pull, inputs, [into.BeginMasked(shape)]);

    /// <summary>The gradient that is selected from; a tensor that is that already, itself unless a copy is asked for. Inside the lock.</summary>
    private ArrayView<float> Produce<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, bool copy)
        where TKernel : struct, IElementwise
    {
        if (!copy && typeof(TKernel) == typeof(Identity) && inputs[0].Shape.SequenceEqual(shape))
            return View(inputs[0]);
        ArrayView<float> values = produced.Take(Shapes.Length(shape));
        Run(pull, inputs, shape, [values]);
        return values;
    }

    /// <summary>The k-th largest rank of all values, two bits a step; stays on the device. Inside the lock.</summary>
    private ArrayView<Threshold> FindThreshold(ArrayView<float> values, int k)
    {
        ArrayView<Threshold> threshold = thresholds.Take(1);
        threshold.MemSetToZero();
        KernelConfig counting = device.PerEntry(values.IntLength);
        ArrayView<DigitCounts> counts = digits.Take(counting.GridDim.X);
        for (int shift = DigitCounts.FirstShift; shift >= 0; shift -= 2)
        {
            CountDigitsKernel(counting, shift, values, threshold, counts);
            DescendKernel(device.OneGroup(), shift, k, counts, threshold);
        }

        return threshold;
    }
}
