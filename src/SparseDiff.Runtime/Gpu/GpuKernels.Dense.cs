using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, float, ArrayView<float>> FillKernel =>
        field ??= device.Accelerator.LoadStreamKernel<float, ArrayView<float>>(DenseKernels.Fill);

    private Action<KernelConfig, Strided, float, ArrayView<float>, ArrayView<float>> GatherKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Strided, float, ArrayView<float>, ArrayView<float>>(DenseKernels.Gather);

    private Action<KernelConfig, SumShape, ArrayView<float>, ArrayView<float>> SumPerThreadKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SumShape, ArrayView<float>, ArrayView<float>>(SumKernels.PerThread);

    private Action<KernelConfig, SumShape, ArrayView<float>, ArrayView<float>> SumPerGroupKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SumShape, ArrayView<float>, ArrayView<float>>(SumKernels.PerGroup);

    private Action<KernelConfig, ProductShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> ProductKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ProductShape, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ProductKernels.Product);

    public override void Fill(Tensor into, float value)
    {
        if (into.Length > 0)
            FillKernel(device.PerEntry(into.Length), value, View(into));
    }

    public override void Copy(Tensor from, Tensor into)
    {
        if (into.Length > 0)
            View(from).CopyTo(View(into));
    }

    public override void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor? bias, Tensor into, bool accumulate)
    {
        if (into.Length == 0)
            return;
        var shape = new ProductShape
        {
            M = into.Shape[^2],
            N = into.Shape[^1],
            K = transposeA ? a.Shape[^2] : a.Shape[^1],
            TransposeA = transposeA ? 1 : 0,
            TransposeB = transposeB ? 1 : 0,
            HasBias = bias is null ? 0 : 1,
            Accumulate = accumulate ? 1 : 0,
            BatchOfA = Strided.Broadcast(a.Shape[..^2], into.Shape[..^2]),
            BatchOfB = Strided.Broadcast(b.Shape[..^2], into.Shape[..^2]),
        };
        int side = ProductKernels.MaximalSide;
        while (side * side > device.GroupSize)
            side /= 2;
        int tiles = shape.BatchOfA.Length * ((shape.M + side - 1) / side) * ((shape.N + side - 1) / side);

        // With nothing to add up, a and b may be empty: no view of them can be passed.
        ArrayView<float> result = View(into);
        ArrayView<float> left = shape.K == 0 ? result : View(a);
        ArrayView<float> right = shape.K == 0 ? result : View(b);
        ProductKernel(device.PerTile(tiles, side), shape, left, right, bias is null ? result : View(bias), result);
    }

    public override void SumTo(Tensor x, Tensor into, float scale, bool accumulate)
    {
        if (into.Length == 0)
            return;
        Span<int> lengths = stackalloc int[x.Rank];
        Span<int> terms = stackalloc int[x.Rank];
        Span<int> strides = stackalloc int[x.Rank];
        int stride = 1;
        for (int fromLast = 1; fromLast <= x.Rank; fromLast++)
        {
            int length = x.Shape[^fromLast];
            bool kept = fromLast <= into.Rank && into.Shape[^fromLast] == length;
            lengths[^fromLast] = kept ? length : 1;
            terms[^fromLast] = kept ? 1 : length;
            strides[^fromLast] = stride;
            stride *= length;
        }

        var shape = new SumShape(Strided.Of(lengths, strides), Strided.Of(terms, strides), scale, accumulate ? 1 : 0);
        Sum(shape, x.Length == 0 ? View(into) : View(x), View(into));
    }

    public override void BroadcastTo(Tensor x, Tensor into, float scale) =>
        Gather(Strided.Broadcast(x.Shape, into.Shape), scale, x, into);

    public override void Permute(Tensor x, ReadOnlySpan<int> axes, Tensor into)
    {
        Span<int> strides = stackalloc int[x.Rank];
        for (int axis = 0; axis < x.Rank; axis++)
            strides[axis] = Shapes.Length(x.Shape[(axes[axis] + 1)..]);
        Gather(Strided.Of(into.Shape, strides), 1f, x, into);
    }

    private void Gather(Strided from, float scale, Tensor x, Tensor into)
    {
        if (into.Length > 0)
            GatherKernel(device.PerEntry(into.Length), from, scale, View(x), View(into));
    }

    private void Sum(SumShape shape, ArrayView<float> x, ArrayView<float> into)
    {
        if (shape.Results.Length >= shape.Terms.Length)
            SumPerThreadKernel(device.PerEntry(shape.Results.Length), shape, x, into);
        else
            SumPerGroupKernel(device.PerLine(shape.Results.Length, shape.Terms.Length), shape, x, into);
    }
}
