using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private SmallAndLarge[] hostParts = [];

    private Action<KernelConfig, double, ArrayView<float>, ArrayView<SmallAndLarge>> SplitKernel =>
        field ??= device.Accelerator.LoadStreamKernel<double, ArrayView<float>, ArrayView<SmallAndLarge>>(SamplingKernels.Split);

    private Action<KernelConfig, SelectionShape, double, ArrayView<float>, ArrayView<double>> SumRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, double, ArrayView<float>, ArrayView<double>>(SamplingKernels.SumRows);

    private Action<KernelConfig, int, ArrayView<double>> ScanDoublesKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<double>>(ScanKernels.Doubles);

    private Action<KernelConfig, SelectionShape, double, float, ArrayView<double>, ArrayView<float>, ArrayView<int>, ArrayView<int>> DrawKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, double, float, ArrayView<double>, ArrayView<float>, ArrayView<int>, ArrayView<int>>(SamplingKernels.Draw);

    private Action<KernelConfig, SelectionShape, RowNumbers, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>> DrawRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, RowNumbers, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>>(SamplingKernels.DrawRows);

    private Action<KernelConfig, int, ArrayView<int>> ScanIntsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<int>>(ScanKernels.Ints);

    private Action<KernelConfig, SelectionShape, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<float>> PlaceMarkedKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<float>>(CompactionKernels.PlaceMarked);

    public override void SampleTensor<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, float uniform, SparseRows into)
    {
        SelectionShape selection = Matrix(shape, k);
        int length = selection.Rows * selection.Width;
        if (k >= length)
        {
            KeepAll(pull, inputs, shape, into);
            return;
        }

        lock (scratchGate)
        {
            // A copy: what passes by chance is scaled in place.
            ArrayView<float> values = Produce(pull, inputs, shape, copy: true);
            Draw(selection, shape, values, SamplingThreshold(values, k), uniform, into);
        }
    }

    /// <summary>The sample with this threshold; the values are overwritten. Inside the lock.</summary>
    private void Draw(SelectionShape selection, ReadOnlySpan<int> shape, ArrayView<float> values, double tau, float uniform, SparseRows into)
    {
        ArrayView<double> sums = rowSums.Take(selection.Rows + 1);
        ArrayView<int> marked = marks.Take(selection.Rows * selection.Width);
        ArrayView<int> counts = rowCounts.Take(selection.Rows + 1);
        KernelConfig perRow = device.PerLine(selection.Rows, selection.Width);
        SumRowsKernel(perRow, selection, tau, values, sums);
        ScanDoublesKernel(device.OneGroup(), selection.Rows, sums);
        DrawKernel(perRow, selection, tau, uniform, sums, values, marked, counts);
        Compact(selection, shape, values, marked, counts, into);
    }

    public override void SampleRows<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, RowStream stream, SparseRows into)
    {
        SelectionShape selection = Matrix(shape, k);
        if (k >= selection.Width || selection.Rows == 0)
        {
            KeepAll(pull, inputs, shape, into);
            return;
        }

        lock (scratchGate)
        {
            ArrayView<float> values = Produce(pull, inputs, shape, copy: true);
            ArrayView<int> marked = marks.Take(selection.Rows * selection.Width);
            ArrayView<int> counts = rowCounts.Take(selection.Rows + 1);
            DrawRowsKernel(device.PerLine(selection.Rows, selection.Width), selection, new RowNumbers(stream), Examples(stream, counts), values, marked, counts);
            Compact(selection, shape, values, marked, counts, into);
        }
    }

    /// <summary>The examples that rows belong to; where all exist any memory, which nobody reads.</summary>
    private static ArrayView<int> Examples(RowStream stream, ArrayView<int> any) =>
        stream.Examples is { Count: > 0 } examples ? View(examples.Index, examples.Count) : any;

    /// <summary>From marked values and the rows' counts to compressed rows. Inside the lock.</summary>
    private void Compact(
        SelectionShape selection, ReadOnlySpan<int> shape, ArrayView<float> values, ArrayView<int> marked, ArrayView<int> counts, SparseRows into)
    {
        ScanIntsKernel(device.OneGroup(), selection.Rows, counts);
        Span<int> total = stackalloc int[1];
        counts.SubView(selection.Rows, 1).CopyToCPU(total);
        into.BeginCompressed(shape, total[0]);
        into.Pattern.Count = total[0];
        PlaceMarkedKernel(
            device.PerLine(selection.Rows, selection.Width), selection, values, marked, counts,
            View(into.Pattern.RowStart, selection.Rows + 1), View(into.Pattern.ColumnIndex, into.Pattern.ColumnIndex.Capacity),
            View(into.Values, 0, into.Values.Capacity));
    }

    /// <summary>
    /// The τ with Σ min(1, |g| / τ) = k, by the fixed point of the reference: the device adds up, the host decides. About ten
    /// rounds. Inside the lock.
    /// </summary>
    private double SamplingThreshold(ArrayView<float> values, int k)
    {
        double tau = double.PositiveInfinity;
        while (true)
        {
            SmallAndLarge sum = SplitAt(tau, values);
            if (sum.Large >= k || sum.Small == 0)
                return sum.Small == 0 ? 0 : tau;
            double next = sum.Small / (k - sum.Large);
            if (next >= tau)
                return tau;
            tau = next;
        }
    }

    private SmallAndLarge SplitAt(double tau, ArrayView<float> values)
    {
        KernelConfig config = device.PerEntry(values.IntLength);
        ArrayView<SmallAndLarge> partial = parts.Take(config.GridDim.X);
        SplitKernel(config, tau, values, partial);
        if (hostParts.Length < partial.IntLength)
            hostParts = new SmallAndLarge[device.MaximalGroups];
        Span<SmallAndLarge> host = hostParts.AsSpan(0, partial.IntLength);
        partial.CopyToCPU(host);
        SmallAndLarge sum = default;
        foreach (SmallAndLarge part in host)
            sum = SmallAndLargeSum.Merge(sum, part);
        return sum;
    }
}
