using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Elementwise
{
    /// <summary>Runs a kernel, linear in its input 0, on the slices of a gradient, which is that input; the result has the same slices.</summary>
    /// <param name="kernel">The kernel; its input 0 is <paramref name="dY"/>.</param>
    /// <param name="dY">The gradient of which some slices exist.</param>
    /// <param name="inputs">Inputs 1, 2, …: dense tensors that broadcast to the gradient's shape.</param>
    /// <param name="into">Where the result goes.</param>
    public static TSlices Map<TKernel, TSlices>(in TKernel kernel, TSlices dY, ReadOnlySpan<Tensor> inputs, SparseSlot into = default)
        where TKernel : struct, IElementwise
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        TSlices result = Like(dY, into);
        OnSlices(kernel, dY, inputs, [result.Values]);
        return result;
    }

    /// <summary>The same with two results.</summary>
    public static (TSlices First, TSlices Second) Map<TKernel, TSlices>(
        in TKernel kernel, TSlices dY, ReadOnlySpan<Tensor> inputs, SparseSlot first, SparseSlot second)
        where TKernel : struct, IElementwise
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        (TSlices First, TSlices Second) results = (Like(dY, first), Like(dY, second));
        OnSlices(kernel, dY, inputs, [results.First.Values, results.Second.Values]);
        return results;
    }

    /// <summary>The same with three results.</summary>
    public static (TSlices First, TSlices Second, TSlices Third) Map<TKernel, TSlices>(
        in TKernel kernel, TSlices dY, ReadOnlySpan<Tensor> inputs, SparseSlot first, SparseSlot second, SparseSlot third)
        where TKernel : struct, IElementwise
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        (TSlices First, TSlices Second, TSlices Third) results = (Like(dY, first), Like(dY, second), Like(dY, third));
        OnSlices(kernel, dY, inputs, [results.First.Values, results.Second.Values, results.Third.Values]);
        return results;
    }

    private static TSlices Like<TSlices>(TSlices dY, SparseSlot into)
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        ArgumentNullException.ThrowIfNull(dY);
        TSlices result = TSlices.Take(into, dY.Device);
        result.BeginLike(dY, dY.Shape);
        return result;
    }

    /// <summary>The kernel over dense blocks: the gradient's, and the other inputs' slices gathered to blocks of the same shape.</summary>
    private static void OnSlices<TKernel>(in TKernel kernel, SparseSlices dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where TKernel : struct, IElementwise
    {
        Broadcasting.CheckFits(inputs, dY.Shape);
        if (dY.Values.Length == 0)
            return;
        var blocks = new Tensor[inputs.Length + 1];
        blocks[0] = dY.Values;
        for (int i = 0; i < inputs.Length; i++)
            blocks[i + 1] = Slices.Of(inputs[i], dY, Scratch.FirstOfBlocks + i);
        dY.Device.Kernels.Elementwise(kernel, blocks, outputs);
    }
}
