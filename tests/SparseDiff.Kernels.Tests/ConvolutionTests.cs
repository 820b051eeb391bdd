using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class ConvolutionTests
{
    /// <summary>Examples, channels, height, width, outputs, window, stride, padding, dilation, groups.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1, 1, 1, 0, 1, 1 },
        { 3, 1, 28, 28, 5, 3, 1, 1, 1, 1 },
        { 2, 32, 14, 14, 33, 3, 1, 1, 1, 1 },
        { 9, 17, 7, 5, 9, 3, 1, 1, 1, 1 },
        { 2, 3, 33, 35, 8, 5, 2, 2, 1, 1 },
        { 2, 16, 9, 40, 17, 1, 1, 0, 1, 1 },
        { 2, 4, 11, 10, 6, 3, 1, 2, 2, 2 },
        { 2, 24, 12, 13, 12, 3, 3, 1, 1, 3 },
        { 1, 6, 9, 9, 6, 3, 1, 1, 1, 6 },
        { 1, 50, 5, 4, 450, 3, 1, 1, 1, 1 },
        { 1, 9, 20, 40, 4, 5, 1, 2, 1, 1 },
        { 0, 3, 5, 5, 4, 3, 1, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_convolution_and_its_gradients_equal_the_reference(int n, int c, int height, int width, int outputs, int window, int stride, int padding, int dilation, int groups)
    {
        var s = new ConvolutionShape(n, c, height, width, outputs, window, window, stride, padding, dilation, groups);
        Tensor x = Twin.Random(1, n, c, height, width), w = Twin.Random(2, outputs, c / groups, window, window), b = Twin.Random(3, outputs);
        int[] result = [n, outputs, s.OutputHeight, s.OutputWidth];
        Tensor dY = Twin.Random(4, result);
        foreach (Tensor? bias in new[] { b, null })
        {
            Compare(result, (kernels, on, into) => kernels.Convolve(on(x), on(w), bias is null ? null : on(bias), s, into));
        }
        Compare(x.Shape, (kernels, on, into) => kernels.ConvolveVjpX(on(dY), on(w), s, into));
        Compare(w.Shape, (kernels, on, into) => kernels.ConvolveVjpW(on(x), on(dY), s, into, false));
        Compare(w.Shape, (kernels, on, into) => kernels.ConvolveVjpW(on(x), on(dY), s, into, true));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sparse_gradients_of_a_convolution_equal_the_reference(int n, int c, int height, int width, int outputs, int window, int stride, int padding, int dilation, int groups)
    {
        var s = new ConvolutionShape(n, c, height, width, outputs, window, window, stride, padding, dilation, groups);
        Tensor x = Twin.Random(1, n, c, height, width), w = Twin.Random(2, outputs, c / groups, window, window);
        Tensor dense = Twin.Random(4, n, outputs, s.OutputHeight, s.OutputWidth);
        foreach (double share in new[] { 0.001, 0.05, 0.2, 0.9 })
        {
            int k = (int)(dense.Length * share);
            if (k == 0)
                continue;
            SparseRows Select(Func<Tensor, Tensor> on)
            {
                Tensor source = on(dense);
                SparseRows selected = Twin.Sparse(source.Device);
                source.Device.Kernels.SelectTensor(default(Identity), [source], source.Shape, k, selected);
                return selected;
            }
            Compare(x.Shape, (kernels, on, into) => kernels.SparseConvolveVjpX(Select(on), on(w), s, into));
            CompareGradient(w, (kernels, on, into) => kernels.SparseConvolveVjpW(on(x), Select(on), s, into));
            CompareGradient(Tensor.Zeros(outputs), (kernels, on, into) => kernels.SparseChannelSums(Select(on), into));
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var s = new ConvolutionShape(19, 20, 9, 11, 24, 3, 3, 1, 1, 1, 1);
        Tensor x = Twin.Random(1, 19, 20, 9, 11), w = Twin.Random(2, 24, 20, 3, 3), dY = Twin.Random(3, 19, 24, 9, 11);
        float[] one = Threads.With(1, All);
        Assert.Equal(one, Threads.With(2, All));
        Assert.Equal(one, Threads.With(5, All));

        float[] All()
        {
            Tensor y = Tensor.Zeros(dY.Shape), dX = Tensor.Zeros(x.Shape), dW = Tensor.Zeros(w.Shape), sparseX = Tensor.Zeros(x.Shape);
            var sparseW = new RowGradient(w);
            SparseRows few = Twin.Select(dY, 1);
            Twin.Cpu.Convolve(x, w, null, s, y);
            Twin.Cpu.ConvolveVjpX(dY, w, s, dX);
            Twin.Cpu.ConvolveVjpW(x, dY, s, dW, false);
            Twin.Cpu.SparseConvolveVjpX(few, w, s, sparseX);
            Twin.Cpu.SparseConvolveVjpW(x, few, s, sparseW);
            return [.. y.ToArray(), .. dX.ToArray(), .. dW.ToArray(), .. sparseX.ToArray(), .. sparseW.Values.ToArray()];
        }
    }

    [Fact]
    public void Outputs_without_an_entry_are_not_touched()
    {
        var s = new ConvolutionShape(2, 3, 5, 5, 4, 3, 3, 1, 1, 1, 1);
        Tensor dY = Tensor.Zeros(2, 4, 5, 5);
        dY.AsSpan()[(2 * 25) + 7] = 1;
        dY.AsSpan()[(4 * 25) + (2 * 25) + 3] = 2;
        SparseRows few = Twin.Sparse(Device.Cpu);
        Twin.Cpu.SelectTensor(default(Identity), [dY], dY.Shape, 2, few);
        var gradient = new RowGradient(Tensor.Zeros(4, 3, 3, 3));
        Twin.Cpu.SparseConvolveVjpW(Twin.Random(1, 2, 3, 5, 5), few, s, gradient);
        Assert.Equal([2], gradient.TouchedRows.ToArray());
    }

    private static void Compare(ReadOnlySpan<int> shape, Action<KernelSet, Func<Tensor, Tensor>, Tensor> run)
    {
        Tensor actual = Twin.Random(9, shape), expected = actual.OnReference();
        run(Twin.Cpu, static tensor => tensor, actual);
        run(Twin.Reference, Twin.OnReference, expected);
        Twin.Equal(expected, actual);
    }

    private static void CompareGradient(Tensor parameter, Action<KernelSet, Func<Tensor, Tensor>, RowGradient> run)
    {
        var actual = new RowGradient(parameter);
        var expected = new RowGradient(parameter.OnReference());
        for (int step = 0; step < 2; step++)
        {
            for (int repeat = 0; repeat < 2; repeat++)
            {
                run(Twin.Cpu, static tensor => tensor, actual);
                run(Twin.Reference, Twin.OnReference, expected);
            }
            Twin.Equal(expected.Values, actual.Values);
            actual.Clear();
            expected.Clear();
        }
    }
}
