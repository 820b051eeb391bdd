using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Runs element-wise kernels: what generated code calls for each fused chain.</summary>
public static partial class Elementwise
{
    /// <summary>Runs a kernel of one output, whose shape is the one that the inputs broadcast to.</summary>
    /// <exception cref="ShapeException">The inputs do not broadcast.</exception>
    public static Tensor Map<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, Slot into = default)
        where TKernel : struct, IElementwise
    {
        ReadOnlySpan<int> shape = Broadcasting.Widest(inputs) is { } widest ? widest.Shape : Broadcasting.Shape(inputs, stackalloc int[Broadcasting.MaximalRank(inputs)]);
        Tensor result = into.Take(inputs[0].Device, shape);
        inputs[0].Device.Kernels.Elementwise(kernel, inputs, [result]);
        return result;
    }

    /// <summary>Runs a kernel of two outputs of the same shape.</summary>
    /// <exception cref="ShapeException">The inputs do not broadcast.</exception>
    public static (Tensor First, Tensor Second) Map<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, Slot first, Slot second)
        where TKernel : struct, IElementwise
    {
        ReadOnlySpan<int> shape = Broadcasting.Widest(inputs) is { } widest ? widest.Shape : Broadcasting.Shape(inputs, stackalloc int[Broadcasting.MaximalRank(inputs)]);
        Device device = inputs[0].Device;
        (Tensor First, Tensor Second) results = (first.Take(device, shape), second.Take(device, shape));
        device.Kernels.Elementwise(kernel, inputs, [results.First, results.Second]);
        return results;
    }

    /// <summary>Runs a kernel of three outputs of the same shape.</summary>
    /// <exception cref="ShapeException">The inputs do not broadcast.</exception>
    public static (Tensor First, Tensor Second, Tensor Third) Map<TKernel>(
        in TKernel kernel, ReadOnlySpan<Tensor> inputs, Slot first, Slot second, Slot third)
        where TKernel : struct, IElementwise
    {
        ReadOnlySpan<int> shape = Broadcasting.Widest(inputs) is { } widest ? widest.Shape : Broadcasting.Shape(inputs, stackalloc int[Broadcasting.MaximalRank(inputs)]);
        Device device = inputs[0].Device;
        (Tensor First, Tensor Second, Tensor Third) results = (first.Take(device, shape), second.Take(device, shape), third.Take(device, shape));
        device.Kernels.Elementwise(kernel, inputs, [results.First, results.Second, results.Third]);
        return results;
    }

    /// <summary>Runs a kernel of four outputs of the same shape.</summary>
    /// <exception cref="ShapeException">The inputs do not broadcast.</exception>
    public static (Tensor First, Tensor Second, Tensor Third, Tensor Fourth) Map<TKernel>(
        in TKernel kernel, ReadOnlySpan<Tensor> inputs, Slot first, Slot second, Slot third, Slot fourth)
        where TKernel : struct, IElementwise
    {
        ReadOnlySpan<int> shape = Broadcasting.Widest(inputs) is { } widest ? widest.Shape : Broadcasting.Shape(inputs, stackalloc int[Broadcasting.MaximalRank(inputs)]);
        Device device = inputs[0].Device;
        (Tensor First, Tensor Second, Tensor Third, Tensor Fourth) results =
            (first.Take(device, shape), second.Take(device, shape), third.Take(device, shape), fourth.Take(device, shape));
        device.Kernels.Elementwise(kernel, inputs, [results.First, results.Second, results.Third, results.Fourth]);
        return results;
    }

    /// <summary>Runs a kernel, linear in its input 0, at the entries of a sparse gradient, which is that input; the result has the same selection.</summary>
    /// <param name="kernel">The kernel; its input 0 is <paramref name="dY"/>.</param>
    /// <param name="dY">The sparse gradient.</param>
    /// <param name="inputs">Inputs 1, 2, …: dense tensors that broadcast to the gradient's shape.</param>
    /// <param name="into">Where the result goes.</param>
    public static SparseRows Map<TKernel>(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, SparseSlot into = default)
        where TKernel : struct, IElementwise
    {
        ArgumentNullException.ThrowIfNull(dY);
        Broadcasting.CheckFits(inputs, dY.Shape);
        SparseRows result = into.Take(dY.Device);
        dY.Device.Kernels.SparseElementwise(kernel, dY, inputs, [result]);
        return result;
    }

    /// <summary>The same with two results.</summary>
    public static (SparseRows First, SparseRows Second) Map<TKernel>(
        in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, SparseSlot first, SparseSlot second)
        where TKernel : struct, IElementwise
    {
        ArgumentNullException.ThrowIfNull(dY);
        Broadcasting.CheckFits(inputs, dY.Shape);
        (SparseRows First, SparseRows Second) results = (first.Take(dY.Device), second.Take(dY.Device));
        dY.Device.Kernels.SparseElementwise(kernel, dY, inputs, [results.First, results.Second]);
        return results;
    }

    /// <summary>The same with three results.</summary>
    public static (SparseRows First, SparseRows Second, SparseRows Third) Map<TKernel>(
        in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, SparseSlot first, SparseSlot second, SparseSlot third)
        where TKernel : struct, IElementwise
    {
        ArgumentNullException.ThrowIfNull(dY);
        Broadcasting.CheckFits(inputs, dY.Shape);
        (SparseRows First, SparseRows Second, SparseRows Third) results = (first.Take(dY.Device), second.Take(dY.Device), third.Take(dY.Device));
        dY.Device.Kernels.SparseElementwise(kernel, dY, inputs, [results.First, results.Second, results.Third]);
        return results;
    }
}
