using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class DenseKernelTests
{
    public static TheoryData<int[], int[]> Sums => new()
    {
        { [17, 33], [33] }, { [17, 33], [17, 1] }, { [17, 33], [] }, { [17, 33], [1, 1] }, { [17, 33], [17, 33] }, { [2, 3, 5, 7], [3, 1, 7] },
        { [2, 3, 5, 7], [2, 1, 5, 1] }, { [0, 5], [5] }, { [50000], [] }, { [300, 200], [200] }, { [300, 200], [300, 1] }, { [5, 0], [5, 1] }, { [1000, 1], [1] },
        { [64, 10], [10] },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public void Sums_over_dimensions_and_their_opposite_equal_the_reference(int[] shape, int[] target)
    {
        Tensor x = Twin.Random(1, shape), start = Twin.Random(2, target);
        foreach (bool accumulate in new[] { false, true })
        {
            Tensor actual = Tensor.From(start.ToArray(), target), expected = start.OnReference().To(Device.Cpu).To(Device.Reference);
            Twin.Cpu.SumTo(x, actual, 0.5f, accumulate);
            Twin.Reference.SumTo(x.OnReference(), expected, 0.5f, accumulate);
            Twin.Equal(expected, actual);
        }
        Tensor wide = Tensor.Zeros(shape), expectedWide = Tensor.Zeros(Device.Reference, shape);
        Twin.Cpu.BroadcastTo(start, wide, -2);
        Twin.Reference.BroadcastTo(start.OnReference(), expectedWide, -2);
        Twin.Equal(expectedWide, wide);
    }

    public static TheoryData<int[], int[]> Orders => new()
    {
        { [], [] }, { [5], [0] }, { [17, 33], [1, 0] }, { [17, 33], [0, 1] }, { [8, 16], [1, 0] }, { [2, 3, 5, 7], [3, 1, 0, 2] }, { [2, 9, 10, 11], [0, 2, 1, 3] },
        { [2, 9, 10, 11], [0, 1, 3, 2] }, { [2, 9, 10, 11], [3, 2, 1, 0] }, { [0, 3], [1, 0] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_permutation_of_axes_equals_the_reference(int[] shape, int[] axes)
    {
        Tensor x = Twin.Random(1, shape);
        int[] permuted = Array.ConvertAll(axes, axis => shape[axis]);
        Tensor actual = Tensor.Zeros(permuted), expected = Tensor.Zeros(Device.Reference, permuted);
        Twin.Cpu.Permute(x, axes, actual);
        Twin.Reference.Permute(x.OnReference(), axes, expected);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    public static TheoryData<int[], int> Lines => new()
    {
        { [1, 1], 1 }, { [17, 33], 1 }, { [17, 33], 0 }, { [3, 4, 5], 1 }, { [64, 10], 1 }, { [5, 1000], 1 }, { [16], 0 }, { [0, 4], 1 }, { [300, 100], 1 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Softmax_and_its_gradient_equal_the_reference(int[] shape, int axis)
    {
        foreach (bool logarithm in new[] { false, true })
        {
            Tensor x = Twin.Random(1, shape), dY = Twin.Random(2, shape);
            for (int i = 0; i < x.Length; i += 5)
                x.AsSpan()[i] *= 30;
            Tensor y = Tensor.Zeros(shape), dX = Tensor.Zeros(shape);
            Tensor expectedY = Tensor.Zeros(Device.Reference, shape), expectedX = Tensor.Zeros(Device.Reference, shape);
            Twin.Cpu.Softmax(x, axis, logarithm, y);
            Twin.Reference.Softmax(x.OnReference(), axis, logarithm, expectedY);
            Twin.Equal(expectedY, y, 2e-6);
            Twin.Cpu.SoftmaxVjp(y, dY, axis, logarithm, dX);
            Twin.Reference.SoftmaxVjp(expectedY, dY.OnReference(), axis, logarithm, expectedX);
            Twin.Equal(expectedX, dX, 5e-6);
            Twin.Cpu.SoftmaxVjp(y, dY, axis, logarithm, dY);
            Assert.Equal(dX.ToArray(), dY.ToArray());
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 33, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(1, 30000, 1)]
    [InlineData(300, 2, 40)]
    [InlineData(0, 3, 2)]
    public void Reductions_and_running_sums_of_lines_equal_the_reference(int outer, int length, int inner)
    {
        Tensor x = Twin.Random(1, outer, length, inner), y = Tensor.Zeros(outer, inner), expected = Tensor.Zeros(Device.Reference, outer, inner);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            Twin.Cpu.Reduce(reduction, x, outer, length, inner, y);
            Twin.Reference.Reduce(reduction, x.OnReference(), outer, length, inner, expected);
            Twin.Equal(expected, y, 2e-6);
        }

        Tensor scan = Tensor.Zeros(outer, length, inner), expectedScan = Tensor.Zeros(Device.Reference, outer, length, inner);
        for (int flags = 0; flags < 8; flags++)
        {
            Twin.Cpu.Scan(x, outer, length, inner, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, scan);
            Twin.Reference.Scan(x.OnReference(), outer, length, inner, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, expectedScan);
            Twin.Equal(expectedScan, scan);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 33)]
    [InlineData(64, 10)]
    [InlineData(3, 50000)]
    [InlineData(1, 16)]
    [InlineData(17, 33, 0.1f, 5)]
    [InlineData(9, 5, 0.5f, -100)]
    public void Cross_entropy_and_its_gradient_equal_the_reference(int rows, int classes, float smoothing = 0, int? ignored = null)
    {
        Tensor logits = Twin.Random(1, rows, classes), dLoss = Tensor.Scalar(1.5f);
        var random = new Random(5);
        Labels labels = Labels.From(Enumerable.Range(0, rows).Select(row => row % 4 == 1 && ignored is { } one ? one : random.Next(classes)).ToArray());
        LabelTargets targets = LabelTargets.Of(labels, smoothing, ignored);
        Tensor loss = Tensor.Scalar(0), dX = Tensor.Full(77, rows, classes);
        Tensor expectedLoss = Tensor.Scalar(0, Device.Reference), expectedX = Tensor.Zeros(Device.Reference, rows, classes);
        Twin.Cpu.CrossEntropy(logits, labels, targets, loss);
        Twin.Reference.CrossEntropy(logits.OnReference(), labels.To(Device.Reference), targets, expectedLoss);
        Twin.Equal(expectedLoss, loss, 2e-6);
        Twin.Cpu.CrossEntropyVjp(logits, labels, targets, dLoss, dX);
        Twin.Reference.CrossEntropyVjp(logits.OnReference(), labels.To(Device.Reference), targets, dLoss.OnReference(), expectedX);
        Twin.Equal(expectedX, dX, 2e-6);
    }

    [Fact]
    public void Fill_and_copy_reach_every_entry()
    {
        Tensor x = Tensor.Zeros(17, 33), y = Tensor.Zeros(33 * 17);
        Twin.Cpu.Fill(x, 3);
        Twin.Cpu.Copy(x, y);
        Assert.All(y.ToArray(), static value => Assert.Equal(3, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9f)]
    [InlineData(0.9f, true)]
    public void Gradient_descent_equals_the_reference(float momentum, bool nesterov = false)
        => Step((kernels, w, gradient, m, _, touchedOnly) => kernels.Sgd(w, gradient, momentum == 0 ? null : m, new SgdStep(0.1f, momentum, 0.01f, nesterov), touchedOnly));

    [Fact]
    public void Adam_equals_the_reference()
        => Step((kernels, w, gradient, m, v, touchedOnly) => kernels.Adam(w, gradient, m, v, new AdamStep(0.1f, 31f, 0.9f, 0.999f, 1e-8f, 0.01f, 0.99f), touchedOnly));

    [Fact]
    public void Moments_that_decay_become_zero_and_are_never_subnormal()
    {
        // One gradient, then none for so long that the decay passes the smallest normal number: 0.9³⁰⁰⁰ and 0.98³⁰⁰⁰ are below 10⁻²⁶.
        Tensor w = Twin.Random(1, 3, 21), m = Tensor.Zeros(3, 21), v = Tensor.Zeros(3, 21), velocity = Tensor.Zeros(3, 21);
        var gradient = new RowGradient(w);
        gradient.AsDense().AsSpan().Fill(1e-6f);
        for (int step = 0; step < 3000; step++)
        {
            Twin.Cpu.Adam(w, gradient, m, v, new AdamStep(1e-3f, 1, 0.9f, 0.98f, 1e-8f, 0, 1), touchedOnly: false);
            Twin.Cpu.Sgd(w, gradient, velocity, new SgdStep(1e-3f, 0.9f, 0, false), touchedOnly: false);
            gradient.Clear();
            Assert.All(new[] { m, v, velocity }, static state => Assert.DoesNotContain(state.ToArray(), float.IsSubnormal));
        }
        Assert.All(new[] { m, v, velocity }, static state => Assert.All(state.ToArray(), static value => Assert.Equal(0, value)));

        // What is not a number stays one.
        gradient.AsDense().AsSpan().Fill(float.NaN);
        Twin.Cpu.Adam(w, gradient, m, v, new AdamStep(1e-3f, 1, 0.9f, 0.98f, 1e-8f, 0, 1), touchedOnly: false);
        Assert.All(new[] { w, m, v }, static state => Assert.All(state.ToArray(), static value => Assert.True(float.IsNaN(value))));
    }

    private static void Step(Action<KernelSet, Tensor, RowGradient, Tensor, Tensor, bool> step)
    {
        foreach (int[] shape in new int[][] { [], [7], [17, 33], [40, 1000] })
        {
            foreach (bool touchedOnly in new[] { false, true })
            {
                Tensor w = Twin.Random(1, shape), m = Twin.Random(2, shape), v = Twin.Random(3, shape);
                foreach (ref float value in v.AsSpan())
                    value *= value;
                Tensor expected = w.OnReference(), expectedM = m.OnReference(), expectedV = v.OnReference();
                var gradient = new RowGradient(w);
                var expectedGradient = new RowGradient(expected);
                for (int row = 0; row < gradient.Rows; row += 3)
                {
                    float[] values = Twin.Random(10 + row, gradient.RowLength).ToArray();
                    gradient.Touch(row);
                    gradient.Buffer.Storage.Write(row * gradient.RowLength, values);
                    expectedGradient.Touch(row);
                    expectedGradient.Buffer.Storage.Write(row * gradient.RowLength, values);
                }
                step(Twin.Cpu, w, gradient, m, v, touchedOnly);
                step(Twin.Reference, expected, expectedGradient, expectedM, expectedV, touchedOnly);
                Twin.Equal(expected, w, 1e-6);
                Twin.Equal(expectedM, m, 1e-6);
                Twin.Equal(expectedV, v, 1e-6);
            }
        }
    }
}
