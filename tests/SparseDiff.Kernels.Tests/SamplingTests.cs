using SparseDiff.Cpu;
using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class SamplingTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 3, 1, 2 }, { 17, 33, 50 }, { 17, 33, 1 }, { 17, 33, 400 }, { 17, 33, 561 }, { 64, 512, 3276 }, { 2, 20000, 1000 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_threshold_makes_the_probabilities_add_up_to_k(int rows, int columns, int k)
    {
        Tensor x = Twin.Random(1, rows, columns);
        double tau = Find(x, k);
        double expected = ReferenceKernels.SamplingThreshold(Array.ConvertAll(x.ToArray(), static value => (double)value), k);
        Assert.Equal(expected, tau, expected * 1e-6);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void About_k_entries_pass_as_they_are_or_as_the_threshold(int rows, int columns, int k)
    {
        Tensor x = Twin.Random(2, rows, columns);
        double tau = Find(x, k);
        float[] values = x.ToArray();
        foreach (float uniform in new[] { 0f, 0.25f, 0.7f, 0.99999994f })
        {
            float[] sample = Sample(x, k, uniform);
            Assert.InRange(sample.Count(static value => value != 0), k - 1, k + 1);
            for (int i = 0; i < sample.Length; i++)
            {
                if (Math.Abs(values[i]) > tau * 1.000001)
                    Assert.Equal(values[i], sample[i]);
                else if (sample[i] != 0)
                    Assert.Equal(Math.CopySign(tau, values[i]), sample[i], tau * 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1e-41f)]
    [InlineData(1e-36f)]
    [InlineData(1e37f)]
    public void Numbers_at_the_ends_of_what_a_float_holds_are_sampled_as_others_are(float scale)
    {
        // The inverse of the threshold is no float at one end, sums of the magnitudes are none at the other.
        Tensor x = Twin.Random(2, 40, 260);
        foreach (ref float value in x.AsSpan())
            value *= scale;
        foreach (int k in new[] { 500, 4000 })
            Assert.InRange(Sample(x, k, 0.3f).Count(static value => value != 0), k - 1, k + 1);
        Assert.InRange(Sample(x, 1, 0.3f).Count(static value => value != 0 && float.IsFinite(value)), 1, scale > 1 ? x.Length : 1);
    }

    [Fact]
    public void The_mean_over_many_samples_is_the_gradient()
    {
        Tensor x = Twin.Random(3, 5, 20);
        var mean = new double[x.Length];
        const int draws = 4096;
        for (int draw = 0; draw < draws; draw++)
        {
            float[] sample = Sample(x, 25, (float)draw / draws);
            for (int i = 0; i < mean.Length; i++)
                mean[i] += (double)sample[i] / draws;
        }
        Twin.Equal(x.ToArray(), Array.ConvertAll(mean, static value => (float)value), 1e-3);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 33, 5)]
    [InlineData(3, 20000, 700)]
    [InlineData(64, 512, 26)]
    [InlineData(9, 40, 30)]
    public void Every_row_keeps_about_k_entries_with_a_threshold_of_its_own(int rows, int columns, int k)
    {
        Tensor x = Twin.Random(7, rows, columns);
        float[] values = x.ToArray();
        SparseRows into = Twin.Sparse(Device.Cpu);
        Twin.Cpu.SampleRows(default(Identity), [x], x.Shape, k, 12345, into);
        float[] sample = Twin.Dense(into);
        for (int row = 0; row < rows; row++)
        {
            double tau = ReferenceKernels.SamplingThreshold(Array.ConvertAll(values[(row * columns)..((row + 1) * columns)], static value => (double)value), k);
            Assert.InRange(sample[(row * columns)..((row + 1) * columns)].Count(static value => value != 0), k - 1, k + 1);
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                if (sample[i] != 0)
                    Assert.Equal(Math.Abs(values[i]) > tau ? values[i] : Math.CopySign(tau, values[i]), sample[i], Math.Max(1e-6, tau * 1e-5));
            }
        }

        // The same draws on one thread and on four.
        float[][] threads = [.. new[] { 1, 4 }.Select(count => Threads.With(count, () => Draw(x, k)))];
        Assert.Equal(threads[0], threads[1]);

        static float[] Draw(Tensor x, int k)
        {
            SparseRows into = Twin.Sparse(Device.Cpu);
            Twin.Cpu.SampleRows(default(Identity), [x], x.Shape, k, 12345, into);
            return Twin.Dense(into);
        }
    }

    [Fact]
    public void What_fits_passes_unchanged_and_zeros_never_pass()
    {
        Tensor x = Tensor.Zeros(4, 50);
        x.AsSpan()[3] = 2;
        x.AsSpan()[77] = -1e-20f;
        Assert.Equal(x.ToArray(), Sample(x, 2, 0.5f));
        Assert.Equal(x.ToArray(), Sample(x, 150, 0.5f));
        Assert.Equal(new float[200], Sample(Tensor.Zeros(4, 50), 10, 0.9f));
    }

    [Fact]
    public void Not_a_number_and_infinity_pass_and_do_not_spoil_the_rest()
    {
        Tensor x = Twin.Random(4, 10, 40);
        x.AsSpan()[11] = float.NaN;
        x.AsSpan()[222] = float.NegativeInfinity;
        float[] sample = Sample(x, 40, 0.4f);
        Assert.True(float.IsNaN(sample[11]));
        Assert.Equal(float.NegativeInfinity, sample[222]);
        Assert.InRange(sample.Count(static value => value != 0), 39, 41);
        Assert.Equal(2, sample.Count(static value => !float.IsFinite(value)));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(0.01)]
    [InlineData(0.7)]
    [InlineData(3)]
    [InlineData(1e30)]
    public void The_threshold_does_not_depend_on_the_guess(double guess)
    {
        Tensor x = Twin.Random(6, 37, 29);
        foreach (int k in new[] { 1, 50, 400, 1000, 1072, 1073 })
            Assert.Equal(Find(x, k), Find(x, k, guess));
    }

    private static unsafe double Find(Tensor x, int k, double guess = 0) => SamplingThreshold.Find(Host.Pointer(x), x.Length, k, guess);

    private static float[] Sample(Tensor x, int k, float uniform)
    {
        SparseRows into = Twin.Sparse(Device.Cpu);
        Twin.Cpu.SampleTensor(default(Identity), [x], x.Shape, k, uniform, into);
        return Twin.Dense(into);
    }
}
