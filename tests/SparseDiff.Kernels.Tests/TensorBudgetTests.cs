using SparseDiff.Kernels;

namespace SparseDiff.Tests;

/// <summary>Selections from the whole tensor by what it is worth: exactly those of the reference, whatever the numbers are.</summary>
public sealed class TensorBudgetTests
{
    private static readonly double[] Shares = [0, 1e-9, 0.05, 0.3, 0.5, 0.75, 0.9, 0.999, 1 - 1e-9, 1];

    private static readonly double[] Variances = [0, 1e-6, 0.01, 0.3, 2, 50, 1e9];

    private static readonly string[] Kinds =
        ["normal", "few values", "all equal", "mostly zero", "zeros", "not finite", "nothing finite", "sorted", "powers of ten", "subnormal", "huge", "one of all", "unseen", "seen"];

    public static TheoryData<string, int, int> Numbers()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string kind in Kinds)
        {
            foreach ((int rows, int columns) in new[] { (0, 3), (1, 1), (5, 1), (17, 33), (1, 8191), (3, 2731), (300, 401) })
                data.Add(kind, rows, columns);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_fewest_that_hold_a_share_pass_and_of_equal_ones_the_first(string kind, int rows, int columns)
    {
        Tensor x = Filled(kind, rows, columns);
        foreach (double share in Shares)
        {
            Assert.Equal(Twin.Reference.CountOfEnergy([x.OnReference()], share), Twin.Cpu.CountOfEnergy([x], share));
            Twin.Equal(Select(Device.Reference, x, share), Select(Device.Cpu, x, share), 0);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_sample_by_variance_is_that_of_the_reference(string kind, int rows, int columns)
    {
        Tensor x = Filled(kind, rows, columns);
        foreach (double variance in Variances)
        {
            if (variance > 0 && kind is "subnormal" or "huge")
                continue; // Where τ is hardly a float, or none.
            float[] expected = Sample(Device.Reference, x, variance), actual = Sample(Device.Cpu, x, variance);
            int moved = 0;
            int ahead = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                // Probabilities are rounded here and doubles there: next to a whole number the neighbour passes instead.
                ahead += (actual[i] != 0 ? 1 : 0) - (expected[i] != 0 ? 1 : 0);
                Assert.InRange(ahead, -1, 1);
                if (actual[i] != 0 && expected[i] != 0 && !expected[i].Equals(actual[i]))
                    Assert.Equal(1, (double)actual[i] / expected[i], 1e-5);
                moved += (actual[i] != 0) == (expected[i] != 0) ? 0 : 1;
            }

            Assert.True(moved <= 2 + (expected.Length / 50), $"variance {variance}: {moved} of {expected.Length} entries differ.");
        }
    }

    [Fact]
    public void Several_tensors_compete_for_one_share()
    {
        foreach (string kind in Kinds)
        {
            Tensor[] tensors = [Filled(kind, 1, 1), Filled(kind, 0, 1), Filled(kind, 1, 40_000), Filled("normal", 17, 33), Filled(kind, 30, 401)];
            foreach (double share in Shares)
            {
                long expected = Twin.Reference.CountOfEnergy([.. tensors.Select(static tensor => tensor.OnReference())], share);
                Assert.True(expected == Twin.Cpu.CountOfEnergy(tensors, share), $"{kind}, {share}");
            }
        }

        Assert.Equal(0, Twin.Cpu.CountOfEnergy([Tensor.Zeros(0, 3)], 0.5));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void The_variance_of_a_sample_is_the_one_asked_for(double variance)
    {
        Tensor x = Filled("normal", 40, 300);
        float[] exact = x.ToArray();
        double added = 0;
        const int draws = 300;
        for (int draw = 0; draw < draws; draw++)
        {
            SparseRows into = Twin.Sparse(Device.Cpu);
            Twin.Cpu.SampleTensorByVariance(x, variance, (draw + 0.5f) / draws, into);
            added += Twin.Dense(into).Zip(exact, static (a, b) => ((double)a - b) * ((double)a - b)).Sum() / draws;
        }

        Assert.Equal(1, added / (variance * exact.Sum(static value => (double)value * value)), 0.02);
    }

    [Fact]
    public void Neither_selection_depends_on_the_number_of_threads()
    {
        Tensor x = Filled("normal", 300, 401);
        foreach (double amount in new[] { 0.02, 0.6 })
        {
            Assert.Equal(Threads.With(1, () => Select(Device.Cpu, x, amount)), Threads.With(4, () => Select(Device.Cpu, x, amount)));
            Assert.Equal(Threads.With(1, () => Sample(Device.Cpu, x, amount)), Threads.With(4, () => Sample(Device.Cpu, x, amount)));
        }
    }

    private static Tensor Filled(string kind, int rows, int columns)
    {
        Tensor x = Twin.Random(rows + columns, rows, columns);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            values[i] = kind switch
            {
                "few values" => MathF.Round(value * 2) * 0.1f,
                "all equal" => value < 0 ? -0.1f : 0.1f,
                "mostly zero" => i % 50 == 7 ? value : 0,
                "zeros" => i % 2 == 0 ? 0 : -0f,
                "not finite" => (i % 21) switch { 0 => float.NaN, 7 => float.NegativeInfinity, 14 => BitConverter.Int32BitsToSingle(int.MaxValue), _ => value },
                "nothing finite" => i % 2 == 0 ? float.NaN : float.PositiveInfinity,
                "sorted" => i < values.Length / 2 ? i * 1e-9f : i,
                "powers of ten" => value * MathF.Pow(10, (i % 61) - 30),
                "subnormal" => 1e-44f * (i % 5),
                "huge" => 3e38f * ((i % 7) - 3) / 3,
                "one of all" => i == values.Length / 3 ? 1e9f : value,

                // The sample takes every 29th stretch of sixteen of the largest shape: it sees none of the large numbers, or them alone.
                "unseen" => i / 16 % 29 == 5 ? 1e3f * value : value,
                "seen" => i / 16 % 29 == 0 ? 1e3f * value : value,
                _ => value,
            };
        }

        return x;
    }

    private static float[] Select(Device device, Tensor x, double share)
    {
        SparseRows into = Twin.Sparse(device);
        device.Kernels.SelectTensorByEnergy(x.To(device), share, into);
        return Twin.Dense(into);
    }

    private static float[] Sample(Device device, Tensor x, double variance)
    {
        SparseRows into = Twin.Sparse(device);
        device.Kernels.SampleTensorByVariance(x.To(device), variance, 0.37f, into);
        return Twin.Dense(into);
    }
}
