using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void SelectRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        int columns = shape.IsEmpty ? 1 : shape[^1];
        int rows = columns == 0 ? 0 : Shapes.Length(shape) / columns;
        if (k >= columns)
            ProduceAll(pull, inputs, shape, into);
        else if (IsIdentity<TKernel>(inputs, shape))
        {
            var producer = new DenseRows(Host.Pointer(inputs[0]), columns);
            SelectRows(ref producer, rows, columns, k, shape, into);
        }
        else
        {
            var producer = new ElementwiseRows<TKernel>(new ElementwiseLoop<TKernel>(pull, inputs, 1, shape, keepColumns: true));
            SelectRows(ref producer, rows, columns, k, shape, into);
        }
        Host.KeepAlive(inputs);
    }

    public override void SelectTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        int length = Shapes.Length(shape);
        if (k >= length)
        {
            ProduceAll(pull, inputs, shape, into);
            return;
        }
        float* gradient = Produce(pull, inputs, shape);
        if (k > MaskedAbove * length)
            TensorTopK.SelectMasked(gradient, length, k, Host.Pointer(into.BeginMasked(shape)));
        else
        {
            into.BeginCompressed(shape, k);
            TensorTopK.Select(gradient, into.Rows, into.Columns, k, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
            into.Pattern.Count = k;
        }
        Host.KeepAlive(inputs);
    }

    public override void SampleTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, float uniform, SparseRows into)
    {
        float* gradient = Produce(pull, inputs, shape);
        (int rows, int columns) = Matrix(shape);
        double tau = SamplingThreshold.Find(gradient, (long)rows * columns, k, into.LastThreshold);
        MagnitudeSample sample = MagnitudeSample.Draw(gradient, rows, columns, tau, uniform);
        into.LastThreshold = sample.Threshold;
        Write(sample, shape, into);
        Host.KeepAlive(inputs);
    }

    public override void SampleRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, RowStream stream, SparseRows into)
    {
        float* gradient = Produce(pull, inputs, shape);
        (int rows, int columns) = Matrix(shape);
        Write(MagnitudeSample.DrawRows(gradient, rows, columns, k, 0, stream), shape, into);
        Host.KeepAlive(inputs);
    }

    private static (int Rows, int Columns) Matrix(ReadOnlySpan<int> shape)
    {
        int columns = shape.IsEmpty ? 1 : shape[^1];
        return (columns == 0 ? 0 : Shapes.Length(shape) / columns, columns);
    }

    private static void Write(MagnitudeSample sample, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (sample.Count > MaskedAbove * Shapes.Length(shape))
            sample.WriteMasked(Host.Pointer(into.BeginMasked(shape)));
        else
        {
            into.BeginCompressed(shape, sample.Count);
            sample.WriteCompressed(Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
            into.Pattern.Count = sample.Count;
        }
    }

    private static void SelectRows<TProducer>(ref TProducer producer, int rows, int columns, int k, ReadOnlySpan<int> shape, SparseRows into)
        where TProducer : struct, IRowProducer
    {
        if (k > MaskedAbove * columns)
        {
            RowTopK.SelectMasked(ref producer, rows, columns, k, Host.Pointer(into.BeginMasked(shape)));
            return;
        }
        into.BeginCompressed(shape, rows * k);
        RowTopK.Select(ref producer, rows, columns, k, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
        into.Pattern.Count = rows * k;
    }

    /// <summary>Nothing is selected away: the whole gradient, in the masked layout.</summary>
    private static void ProduceAll<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, SparseRows into)
        where TKernel : struct, IElementwise
    {
        var loop = new ElementwiseLoop<TKernel>(pull, inputs, 1, shape, keepColumns: false);
        ElementwiseJob<TKernel>.Run(loop, Host.Pointer(into.BeginMasked(shape)));
        Host.KeepAlive(inputs);
    }

    /// <summary>The whole gradient in one piece: in scratch, or where it lies when nothing is to be computed.</summary>
    private static float* Produce<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape)
        where TKernel : struct, IElementwise
    {
        if (IsIdentity<TKernel>(inputs, shape))
            return Host.Pointer(inputs[0]);
        float* gradient = Scratch.Get<float>(ScratchUse.Gradient, Shapes.Length(shape));
        var loop = new ElementwiseLoop<TKernel>(pull, inputs, 1, shape, keepColumns: false);
        ElementwiseJob<TKernel>.Run(loop, gradient);
        return gradient;
    }

    private static bool IsIdentity<TKernel>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape)
        => typeof(TKernel) == typeof(Identity) && inputs[0].Length == Shapes.Length(shape);
}
