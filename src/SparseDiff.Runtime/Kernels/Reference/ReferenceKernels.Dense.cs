namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Fill(Tensor into, float value)
    {
        var values = new double[into.Length];
        Array.Fill(values, value);
        Doubles.Store(values, into);
    }

    public override void Copy(Tensor from, Tensor into) => Doubles.Store(Doubles.Load(from), into);

    public override void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor? bias, Tensor into, bool accumulate)
    {
        int m = into.Shape[^2];
        int n = into.Shape[^1];
        int k = transposeA ? a.Shape[^2] : a.Shape[^1];
        int[] batchesOfA = BroadcastIndex.Of(a.Shape[..^2], into.Shape[..^2]);
        int[] batchesOfB = BroadcastIndex.Of(b.Shape[..^2], into.Shape[..^2]);
        double[] x = Doubles.Load(a);
        double[] y = Doubles.Load(b);
        double[] offsets = bias is null ? new double[n] : Doubles.Load(bias);
        double[] result = accumulate ? Doubles.Load(into) : new double[into.Length];
        for (int batch = 0; batch < batchesOfA.Length; batch++)
        {
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = offsets[j];
                    for (int l = 0; l < k; l++)
                    {
                        sum += x[(batchesOfA[batch] * m * k) + (transposeA ? (l * m) + i : (i * k) + l)]
                            * y[(batchesOfB[batch] * k * n) + (transposeB ? (j * k) + l : (l * n) + j)];
                    }

                    result[(((batch * m) + i) * n) + j] += sum;
                }
            }
        }

        Doubles.Store(result, into);
    }

    public override void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        double[][] results = Run(kernel, inputs, outputs[0].Shape, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
            Doubles.Store(results[i], outputs[i]);
    }

    public override void SumTo(Tensor x, Tensor into, float scale, bool accumulate)
    {
        double[] values = Doubles.Load(x);
        double[] result = accumulate ? Doubles.Load(into) : new double[into.Length];
        int[] target = BroadcastIndex.Of(into.Shape, x.Shape);
        for (int i = 0; i < values.Length; i++)
            result[target[i]] += scale * values[i];
        Doubles.Store(result, into);
    }

    public override void BroadcastTo(Tensor x, Tensor into, float scale)
    {
        double[] values = Doubles.Load(x);
        Doubles.Store(Array.ConvertAll(BroadcastIndex.Of(x.Shape, into.Shape), index => scale * values[index]), into);
    }

    public override void Permute(Tensor x, ReadOnlySpan<int> axes, Tensor into)
    {
        double[] values = Doubles.Load(x);
        var result = new double[into.Length];
        Span<int> strides = stackalloc int[x.Rank];
        int stride = 1;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= x.Shape[axis];
        }

        for (int i = 0; i < result.Length; i++)
        {
            int rest = i;
            int source = 0;
            for (int axis = into.Rank - 1; axis >= 0; axis--)
            {
                source += rest % into.Shape[axis] * strides[axes[axis]];
                rest /= into.Shape[axis];
            }

            result[i] = values[source];
        }

        Doubles.Store(result, into);
    }

    private static double[][] Run<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int outputs)
        where TKernel : struct, IElementwise
    {
        var arrays = new double[inputs.Length][];
        var indices = new int[inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            arrays[i] = Doubles.Load(inputs[i]);
            indices[i] = BroadcastIndex.Of(inputs[i].Shape, shape);
        }

        return DoubleLanes.Run(kernel, arrays, indices, Shapes.Length(shape), outputs);
    }
}
