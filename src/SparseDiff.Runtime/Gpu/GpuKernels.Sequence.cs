using System.Buffers;
using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, Strided, ArrayView<float>, ArrayView<float>> SpreadKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Strided, ArrayView<float>, ArrayView<float>>(DenseKernels.Spread);

    private Action<KernelConfig, NormShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> NormKernel =>
        field ??= device.Accelerator.LoadStreamKernel<NormShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(NormKernels.Forward);

    private Action<KernelConfig, NormShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> NormVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<NormShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(NormKernels.Backward);

    private Action<KernelConfig, int, ArrayView<int>, ArrayView<float>, ArrayView<float>> GatherRowsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<int>, ArrayView<float>, ArrayView<float>>(TableKernels.Gather);

    private Action<KernelConfig, int, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>> ScatterAddKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(TableKernels.ScatterAdd);

    private Action<KernelConfig, ulong, uint, float, ArrayView<float>, ArrayView<float>> DropoutKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ulong, uint, float, ArrayView<float>, ArrayView<float>>(DropoutKernels.Dense);

    private Action<KernelConfig, SparseShape, ulong, uint, float, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>> DropoutSparseKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ulong, uint, float, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(DropoutKernels.Compressed);

    // Through memory without gaps: the chain's kernels then see tensors like any others.
    public override void ElementwiseWindows<TKernel>(
        in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> outputs, int rows, int width)
    {
        if (rows == 0 || width == 0)
            return;
        InputViews inputRoom = default;
        Span<GpuInput> views = inputRoom[..inputs.Length];
        OutputViews outputRoom = default;
        Span<ArrayView<float>> results = outputRoom[..outputs.Length];
        KernelConfig config = device.PerEntry(rows * width);
        lock (scratchGate)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                ArrayView<float> room = broadcast[i].Take(rows * width);
                GatherKernel(config, Strided.Of([rows, width], [inputs[i].Stride, 1]), 1f, From(inputs[i]), room);
                views[i] = new GpuInput(room, 1, 0);
            }

            for (int o = 0; o < outputs.Length; o++)
                results[o] = windows[o].Take(rows * width);
            GpuLauncher<TKernel>.On(device).Run(config, kernel, new GpuLanes(rows * width, views, results));
            for (int o = 0; o < outputs.Length; o++)
                SpreadKernel(config, Strided.Of([rows, width], [outputs[o].Stride, 1]), results[o], From(outputs[o]));
        }
    }

    public override void Normalize(Tensor x, Tensor? weight, Tensor? bias, bool centred, float epsilon, Tensor into)
    {
        if (x.Length == 0)
            return;
        NormShape shape = new(x.Rows, x.Columns, centred ? 1 : 0, epsilon, weight is null ? 0 : 1, bias is null ? 0 : 1);
        NormKernel(device.PerLine(shape.Rows, shape.Columns), shape, View(x), View(weight ?? x), View(bias ?? x), View(into));
    }

    public override void NormalizeVjp(Tensor x, Tensor? weight, Tensor dY, bool centred, float epsilon, Tensor into)
    {
        if (x.Length == 0)
            return;
        NormShape shape = new(x.Rows, x.Columns, centred ? 1 : 0, epsilon, weight is null ? 0 : 1, 0);
        NormVjpKernel(device.PerLine(shape.Rows, shape.Columns), shape, View(x), View(weight ?? x), View(dY), View(into));
    }

    public override void NormalizeVjpWeight(Tensor x, Tensor dY, bool centred, float epsilon, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        if (x.Length == 0)
        {
            ClearUnless(accumulate, into.Buffer);
            return;
        }

        // The normalized rows with dY as their weight, row by row; then the sums over the rows.
        lock (scratchGate)
        {
            ArrayView<float> normalized = windows[0].Take(x.Length);
            ArrayView<float> products = windows[1].Take(x.Length);
            NormShape shape = new(x.Rows, x.Columns, centred ? 1 : 0, epsilon, 0, 0);
            NormKernel(device.PerLine(shape.Rows, shape.Columns), shape, View(x), View(x), View(x), normalized);
            InputViews room = default;
            room[0] = new GpuInput(normalized, 1, 0);
            room[1] = new GpuInput(View(dY), 1, 0);
            GpuLauncher<Binary<Lanes.Multiply>>.On(device).Run(device.PerEntry(x.Length), default, new GpuLanes(x.Length, room[..2], [products]));
            SumShape sum = new(Strided.Of([x.Columns], [1]), Strided.Of([x.Rows], [x.Columns]), 1f, accumulate ? 1 : 0);
            Sum(sum, products, View(into.Buffer));
        }
    }

    public override void GatherRows(Tensor table, Indices rows, Tensor into)
    {
        if (into.Length > 0)
            GatherRowsKernel(device.PerEntry(into.Length), into.Length / rows.Count, View(rows), View(table), View(into));
    }

    public override void ScatterAddRows(Tensor dY, Indices rows, RowGradient into)
    {
        if (rows.Count == 0 || into.RowLength == 0)
            return;
        int[] adds = ArrayPool<int>.Shared.Rent(rows.Count);
        for (int i = 0; i < rows.Count; i++)
            adds[i] = into.Touch(rows.Values[i]) ? 1 : 0;
        lock (scratchGate)
        {
            ArrayView<int> listed = listedRows.Take(rows.Count);
            listed.CopyFromCPU(adds.AsSpan(0, rows.Count));
            ScatterAddKernel(device.PerLine(rows.Count, into.RowLength), into.RowLength, View(rows), listed, View(dY), View(into.Buffer));
        }

        ArrayPool<int>.Shared.Return(adds);
    }

    // Through a dense block: rows of a table are short, and the sums are dense.
    public override void ScatterAddRows(SparseRows dY, Indices rows, RowGradient into)
    {
        Tensor dense = dY.Masked ?? Tensor.Zeros(device, dY.Shape);
        if (!dY.IsMasked)
            Densify(dY, dense);
        ScatterAddRows(dense, rows, into);
    }

    public override void Dropout(Tensor x, float rate, ulong key, Tensor into)
    {
        if (x.Length > 0)
            DropoutKernel(device.PerEntry(x.Length), key, CounterRandom.Threshold(rate), 1 / (1 - rate), View(x), View(into));
    }

    public override void Dropout(SparseRows dY, float rate, ulong key, SparseRows into)
    {
        if (dY.Masked is { } masked)
        {
            Dropout(masked, rate, key, into.BeginMasked(dY.Shape));
            return;
        }

        into.BeginLike(dY);
        if (dY.Count == 0)
            return;
        SparseShape shape = new(dY.Rows, dY.Columns, 0, 0);
        DropoutSparseKernel(
            device.PerLine(dY.Rows, dY.Columns), shape, key, CounterRandom.Threshold(rate), 1 / (1 - rate), Starts(dY), Indices(dY), Entries(dY), Entries(into));
    }

    private static ArrayView<float> From(in Window window) => View(window.Tensor.Storage, window.Tensor.Offset + window.Start, window.Tensor.Length - window.Start);

    private static ArrayView<int> View(Indices indices) => ((GpuIndexStorage)indices.Storage).View(indices.Offset, indices.Count);
}
