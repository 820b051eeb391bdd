using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class PoolingTests
{
    /// <summary>Planes, height, width, window, stride, padding.</summary>
    public static TheoryData<int, int, int, int, int, int> Sizes => new()
    {
        { 1, 2, 2, 2, 2, 0 }, { 64, 28, 28, 2, 2, 0 }, { 5, 15, 33, 2, 2, 0 }, { 3, 2, 70, 2, 2, 0 }, { 3, 7, 7, 3, 2, 1 }, { 2, 9, 8, 3, 1, 1 }, { 2, 9, 8, 2, 3, 0 }, { 0, 4, 4, 2, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Pooling_and_its_gradient_equal_the_reference(int planes, int height, int width, int window, int stride, int padding)
    {
        var s = new PoolingShape(planes, height, width, window, stride, padding);
        Tensor x = Twin.Random(1, planes, height, width), dY = Twin.Random(2, planes, s.OutputHeight, s.OutputWidth);

        // Ties: whole windows of equal numbers, and a not-a-number here and there.
        for (int i = 0; i < x.Length; i++)
            x.AsSpan()[i] = i % 97 == 96 ? float.NaN : MathF.Round(x.AsSpan()[i]);
        Compare(dY.Shape, (kernels, on, into) => kernels.MaxPool(on(x), s, into));
        Compare(x.Shape, (kernels, on, into) => kernels.MaxPoolVjp(on(x), on(dY), s, into));
        Tensor finite = Twin.Random(3, x.Shape);
        Compare(dY.Shape, (kernels, on, into) => kernels.AveragePool(on(finite), s, into));
        Compare(x.Shape, (kernels, on, into) => kernels.AveragePoolVjp(on(dY), s, into));
    }

    private static void Compare(ReadOnlySpan<int> shape, Action<KernelSet, Func<Tensor, Tensor>, Tensor> run)
    {
        Tensor actual = Twin.Random(9, shape), expected = actual.OnReference();
        run(Twin.Cpu, static tensor => tensor, actual);
        run(Twin.Reference, Twin.OnReference, expected);
        Twin.Equal(expected, actual);
    }
}
