using SparseDiff.Cpu;

namespace SparseDiff.Tests;

/// <summary>Many products for one gradient, whoever looks in between: the sum is the reference's.</summary>
public sealed class DeferredProductTests
{
    /// <summary>Rows of a product, outputs, inputs, and how often; some fill the collected factors more than once.</summary>
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 33, 17, 3 }, { 32, 200, 70, 40 }, { 100, 900, 130, 11 }, { 129, 600, 140, 5 }, { 3, 7, 5, 9 }, { 1, 64, 1, 600 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_in_a_loop_add_up(int rows, int outputs, int inputs, int times)
    {
        var random = new Random(times);
        var gradient = new RowGradient(Tensor.Zeros(outputs, inputs));
        var expected = new RowGradient(Tensor.Zeros(Device.Reference, outputs, inputs));
        for (int pass = 0; pass < 2; pass++)
        {
            gradient.Clear();
            expected.Clear();
            for (int i = 0; i < times; i++)
            {
                Tensor dY = Twin.Random((pass * 1000) + i, rows, outputs), x = Twin.Random(5000 + i, rows, inputs);
                if (random.Next(4) == 0)
                {
                    Twin.Cpu.TransposedTimesDense(dY, x, gradient);
                    Twin.Reference.TransposedTimesDense(dY.OnReference(), x.OnReference(), expected);
                }
                else
                {
                    int k = 1 + random.Next(Math.Max(1, outputs / 8));
                    Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, k), x, gradient);
                    Twin.Reference.SparseTransposedTimesDense(Twin.Select(dY.OnReference(), k), x.OnReference(), expected);
                }

                // The factors belong to the caller again.
                x.AsSpan().Fill(float.NaN);
                dY.AsSpan().Fill(float.NaN);
                if (random.Next(7) == 0)
                    Assert.Equal(expected.TouchedRows.ToArray().Order(), gradient.TouchedRows.ToArray().Order());
            }

            Assert.Equal(expected.IsAll, gradient.IsAll);
            Twin.Equal(expected.Values, gradient.Values, 2e-5);
        }
    }

    [Fact]
    public void A_cleared_gradient_forgets_what_was_on_its_way()
    {
        var gradient = new RowGradient(Tensor.Zeros(100, 60));
        Tensor dY = Twin.Random(1, 4, 100), x = Twin.Random(2, 4, 60);
        for (int i = 0; i < 3; i++)
            Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, 5), x, gradient);
        Assert.IsType<DeferredProducts>(gradient.Deferred);
        gradient.Clear();
        Assert.Empty(gradient.TouchedRows.ToArray());
        Assert.All(gradient.Values.ToArray(), value => Assert.Equal(0, value));
    }
}
