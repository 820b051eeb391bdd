namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor? bias, Tensor into, bool accumulate)
    {
        int m = into.Shape[^2];
        int n = into.Shape[^1];
        int k = transposeA ? a.Shape[^2] : a.Shape[^1];
        GemmShape shape = GemmShape.Contiguous(m, n, k, transposeA, transposeB);
        float* x = Host.Pointer(a);
        float* y = Host.Pointer(b);
        float* offsets = bias is null ? null : Host.Pointer(bias);
        float* result = Host.Pointer(into);
        ReadOnlySpan<int> batches = into.Shape[..^2];
        int count = Shapes.Length(batches);
        if (count == 1)
            DenseProduct.Multiply(shape, x, y, result, accumulate, offsets);
        else if (transposeB && a.Rows == (long)count * m && b.Rank == 2 && !transposeA)
            DenseProduct.Multiply(shape with { M = count * m }, x, y, result, accumulate, offsets);
        else
        {
            for (int batch = 0; batch < count; batch++)
            {
                float* left = x + (BatchIndex(a.Shape[..^2], batches, batch) * m * k);
                float* right = y + (BatchIndex(b.Shape[..^2], batches, batch) * k * n);
                DenseProduct.Multiply(shape, left, right, result + ((long)batch * m * n), accumulate, offsets);
            }
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(bias);
        GC.KeepAlive(into);
    }

    public override void TransposedTimesDense(Tensor dY, Tensor x, RowGradient into)
    {
        TransposedTimesDense(Host.Pointer(dY), dY.Rows, Host.Pointer(x), into);
        GC.KeepAlive(dY);
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    private static void TransposedTimesDense(float* dY, int rows, float* x, RowGradient into)
    {
        into.BeginAdding();
        if (DeferredProducts.For(into, rows, (long)rows * into.Rows) is { } deferred)
            deferred.Add(dY, rows, x);
        else
            DenseProduct.Multiply(GemmShape.Contiguous(into.Rows, into.RowLength, rows, transA: true), dY, x, Host.Pointer(into.Buffer), into.TouchAll());
    }

    /// <summary>Which matrix of an operand belongs to a matrix of the result, when its leading dimensions broadcast.</summary>
    private static long BatchIndex(ReadOnlySpan<int> own, ReadOnlySpan<int> batches, int batch)
    {
        long index = 0;
        long stride = 1;
        for (int fromLast = 1; fromLast <= own.Length; fromLast++)
        {
            int coordinate = batch % batches[^fromLast];
            batch /= batches[^fromLast];
            index += own[^fromLast] == 1 ? 0 : coordinate * stride;
            stride *= own[^fromLast];
        }
        return index;
    }
}
