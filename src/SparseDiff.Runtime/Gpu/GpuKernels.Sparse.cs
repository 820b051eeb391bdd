using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> TimesDenseKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SparseKernels.TimesDense);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> TransposedKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SparseKernels.TransposedTimesDense);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>> ColumnSumsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SparseKernels.ColumnSums);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>> ScatterKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SparseKernels.Scatter);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>> MarkKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>>(SparseKernels.Mark);

    private Action<KernelConfig, SelectionShape, ArrayView<int>, ArrayView<int>> CountMarksKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, ArrayView<int>, ArrayView<int>>(CompactionKernels.CountMarks);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>> AddKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(DenseKernels.Add);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>> PlusKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>>(DenseKernels.Sum);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>> RegroupKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>>(SparseKernels.Regroup);

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>> RegroupStartsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, ArrayView<int>>(SparseKernels.RegroupStarts);

    public override void Densify(SparseRows sparse, Tensor into)
    {
        if (sparse.Masked is { } masked)
        {
            Copy(masked, into);
            return;
        }

        into.Storage.Clear(into.Offset, into.Length);
        AddTo(sparse, into);
    }

    public override void AddTo(SparseRows s, Tensor into)
    {
        if (s.Count == 0)
            return;
        if (s.Masked is { } masked)
            AddKernel(device.PerEntry(into.Length), View(masked), View(into));
        else
            Scatter(s, View(into));
    }

    public override void SparseTimesDense(SparseRows s, Tensor w, Tensor into)
    {
        if (into.Length == 0)
            return;
        if (s.Masked is { } masked)
        {
            MatMul(masked.AsMatrix(), transposeA: false, w, transposeB: false, bias: null, into, accumulate: false);
            return;
        }

        if (s.Count == 0)
        {
            into.Storage.Clear(into.Offset, into.Length);
            return;
        }

        SparseShape shape = new(s.Rows, s.Columns, w.Columns, Accumulate: 0);
        TimesDenseKernel(device.PerLine(s.Rows, shape.Width), shape, Starts(s), Indices(s), Entries(s), View(w), View(into));
    }

    public override void SparseTransposedTimesDense(SparseRows s, Tensor x, RowGradient into)
    {
        // Which columns have an entry is known on the device only; asking would stop the queue. So all rows count as touched.
        bool accumulate = into.TouchAll();
        Tensor buffer = into.Buffer;
        if (buffer.Length == 0)
            return;
        if (s.Masked is { } masked)
        {
            MatMul(masked.AsMatrix(), transposeA: true, x, transposeB: false, bias: null, buffer, accumulate);
            return;
        }

        if (s.Count == 0)
        {
            ClearUnless(accumulate, buffer);
            return;
        }

        SparseShape shape = new(s.Rows, s.Columns, into.RowLength, accumulate ? 1 : 0);
        KernelConfig config = device.PerLine(s.Columns, Math.Max(shape.Width, s.Rows));
        TransposedKernel(config, shape, Starts(s), Indices(s), Entries(s), View(x), View(buffer));
    }

    public override void SparseColumnSums(SparseRows s, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        Tensor buffer = into.Buffer;
        if (buffer.Length == 0)
            return;
        if (s.Masked is { } masked)
            SumTo(masked.AsMatrix(), buffer, scale: 1, accumulate);
        else if (s.Count == 0)
            ClearUnless(accumulate, buffer);
        else
            ColumnSumsKernel(device.PerEntry(s.Columns), new SparseShape(s.Rows, s.Columns, 1, accumulate ? 1 : 0), Starts(s), Indices(s), Entries(s), View(buffer));
    }

    public override void SparseElementwise<TKernel>(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> outputs)
    {
        foreach (SparseRows output in outputs)
            output.BeginLike(dY);
        if (dY.Count == 0)
            return;
        OutputViews room = default;
        Span<ArrayView<float>> results = room[..outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
            results[i] = Entries(outputs[i]);
        InputViews inputRoom = default;
        Span<GpuInput> views = inputRoom[..(inputs.Length + 1)];
        views[0] = new GpuInput(Entries(dY), 1, 0);
        lock (scratchGate)
        {
            Inputs(inputs, dY.Shape, views[1..]);
            var at = new GpuLanes(dY.Count, views, results);
            GpuLauncher<TKernel> launcher = GpuLauncher<TKernel>.On(device);
            if (dY.IsMasked)
                launcher.RunMasked(device.PerEntry(dY.Count), kernel, at);
            else
                launcher.RunCompressed(device.PerLine(dY.Rows, dY.Columns), kernel, new SparseShape(dY.Rows, dY.Columns, 0, 0), Starts(dY), Indices(dY), at);
        }
    }

    public override void AddSparse(SparseRows a, SparseRows b, SparseRows into)
    {
        if (a.IsMasked || b.IsMasked)
        {
            Tensor sum = into.BeginMasked(a.Shape);
            Densify(a, sum);
            AddTo(b, sum);
        }
        else if (ReferenceEquals(a.Pattern, b.Pattern))
        {
            into.BeginLike(a);
            if (a.Count > 0)
                PlusKernel(device.PerEntry(a.Count), Entries(a), Entries(b), Entries(into));
        }
        else
            AddUnion(a, b, into);
    }

    public override void SparseReshape(SparseRows s, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (s.Masked is { } masked)
        {
            Copy(masked, into.BeginMasked(shape));
            return;
        }

        into.BeginCompressed(shape, s.Count);
        into.Pattern.Count = s.Count;
        if (s.Count == 0)
        {
            into.Pattern.RowStart.Write(0, new int[into.Rows + 1]);
            return;
        }

        Entries(s).CopyTo(Entries(into));
        RegroupKernel(device.PerLine(s.Rows, s.Columns), new SparseShape(s.Rows, s.Columns, into.Columns, 0), Starts(s), Indices(s), Indices(into));
        RegroupStartsKernel(device.PerEntry(into.Rows + 1), new SparseShape(s.Rows, s.Columns, into.Columns, 0), Starts(s), Indices(s), Starts(into));
    }

    private static ArrayView<int> Starts(SparseRows s) => View(s.Pattern.RowStart, s.Rows + 1);

    private static ArrayView<int> Indices(SparseRows s) => View(s.Pattern.ColumnIndex, s.Count);

    private static ArrayView<float> Entries(SparseRows s) => s.Masked is { } masked ? View(masked) : View(s.Values, 0, s.Count);

    private static void ClearUnless(bool accumulate, Tensor buffer)
    {
        if (!accumulate)
            buffer.Storage.Clear(buffer.Offset, buffer.Length);
    }

    // Through a dense block: simple, and its memory is reused. Entries that cancel to zero stay, as in the reference.
    private void AddUnion(SparseRows a, SparseRows b, SparseRows into)
    {
        SelectionShape selection = new(a.Rows, a.Columns, 0);
        int length = a.Rows * a.Columns;
        if (length == 0)
        {
            into.BeginMasked(a.Shape);
            return;
        }

        lock (scratchGate)
        {
            ArrayView<float> sum = produced.Take(length);
            ArrayView<int> marked = marks.Take(length);
            ArrayView<int> counts = rowCounts.Take(a.Rows + 1);
            sum.MemSetToZero();
            marked.MemSetToZero();
            ScatterMarked(a, sum, marked);
            ScatterMarked(b, sum, marked);
            CountMarksKernel(device.PerLine(a.Rows, a.Columns), selection, marked, counts);
            Compact(selection, a.Shape, sum, marked, counts, into);
        }
    }

    private void ScatterMarked(SparseRows s, ArrayView<float> sum, ArrayView<int> marked)
    {
        if (s.Count == 0)
            return;
        Scatter(s, sum);
        MarkKernel(device.PerLine(s.Rows, s.Columns), new SparseShape(s.Rows, s.Columns, 0, 0), Starts(s), Indices(s), marked);
    }

    private void Scatter(SparseRows s, ArrayView<float> into) =>
        ScatterKernel(device.PerLine(s.Rows, s.Columns), new SparseShape(s.Rows, s.Columns, 0, 0), Starts(s), Indices(s), Entries(s), into);
}
