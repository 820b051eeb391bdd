using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Operations;

public class SampledLinearTests
{
    private const int Rows = 12, Inputs = 4, Outputs = 3;

    private static readonly Dictionary<string, Budget> Budgets = new() { ["a ratio"] = 0.3f, ["a count"] = 2, ["a variance"] = Budget.Variance(0.5) };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string budget in Budgets.Keys)
        {
            data.Add(budget, "dense");
            data.Add(budget, "examples");
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_mean_of_many_draws_is_the_gradient_within_its_standard_error(string budget, string format)
    {
        const int draws = 20_000;
        (Tensor x, Tensor dY, Tensor w) = Numbers(Device.Cpu);
        SparseExamples some = Policies.ColumnTests.Examples(dY, [0, 2, 3, 5]);
        RowGradient exact = new(w), sample = new(w);
        Ops.LinearVjpW(x, format == "dense" ? dY : some.ToDense(), exact);
        float[] expected = exact.Values.ToArray();
        var sums = new double[expected.Length];
        var squares = new double[expected.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            sample.Clear();
            if (format == "dense")
                Ops.SampledLinearVjpW(x, dY, Budgets[budget], 7, draw, sample);
            else
                Ops.SampledLinearVjpW(x, some, Budgets[budget], 7, draw, sample);
            float[] drawn = sample.Values.ToArray();
            for (int i = 0; i < drawn.Length; i++)
            {
                sums[i] += drawn[i];
                squares[i] += (double)drawn[i] * drawn[i];
            }
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double mean = sums[i] / draws;
            double error = Math.Sqrt(Math.Max(0, (squares[i] / draws) - (mean * mean)) / draws);
            Assert.True(Math.Abs(mean - expected[i]) <= (4.5 * error) + 1e-4, $"{budget}, entry {i}: mean {mean}, exact {expected[i]}, standard error {error}.");
        }
    }

    /// <summary>With rows of x at right angles the squares of what rows contribute add up: then the definition can be looked at.</summary>
    [Fact]
    public void A_budget_of_variance_adds_that_much_to_the_sum_of_outer_products()
    {
        Tensor x = Tensor.Zeros(8, 8);
        for (int i = 0; i < 8; i++)
            x.AsSpan()[(i * 8) + i] = 1 + i;
        Tensor dY = RuleTable.Random(4, 8, Outputs).To(Device.Cpu), w = Tensor.Zeros(Outputs, 8);
        RowGradient exact = new(w), sample = new(w);
        Ops.LinearVjpW(x, dY, exact);
        float[] expected = exact.Values.ToArray();
        double energy = expected.Sum(static value => (double)value * value);
        double added = 0;
        for (int draw = 0; draw < 4000; draw++)
        {
            sample.Clear();
            Ops.SampledLinearVjpW(x, dY, Budget.Variance(0.4), 1, draw, sample);
            added += sample.Values.ToArray().Zip(expected, static (a, b) => ((double)a - b) * ((double)a - b)).Sum() / 4000;
        }

        Assert.Equal(0.4, added / energy, 0.02);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    [InlineData("gpu emulator")]
    public void Dropped_rows_of_zeros_do_not_change_the_sample_and_what_is_not_finite_always_enters(string name)
    {
        Device device = name == "cpu" ? Device.Cpu : name == "reference" ? Device.Reference : Device.GpuEmulator;
        (Tensor x, Tensor dY, Tensor w) = Numbers(device);
        SparseExamples some = Policies.ColumnTests.Examples(dY, [0, 2, 3]);
        RowGradient ofBlock = new(w), ofAll = new(w);
        Ops.SampledLinearVjpW(x, some, 0.25f, 3, 9, ofBlock);
        Ops.SampledLinearVjpW(x, some.ToDense(), 0.25f, 3, 9, ofAll);
        float[] expected = ofAll.Values.ToArray(), actual = ofBlock.Values.ToArray();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
        float[] broken = dY.ToArray();
        broken[Outputs + 1] = float.NaN;
        dY.CopyFrom(broken);
        for (int step = 0; step < 20; step++)
        {
            RowGradient into = new(w);
            Ops.SampledLinearVjpW(x, dY, 1, 3, step, into);
            Assert.Contains(into.Values.ToArray(), float.IsNaN);
        }
    }

    [Fact]
    public void A_budget_that_makes_no_sense_is_refused_forwards()
    {
        (Tensor x, _, Tensor w) = Numbers(Device.Cpu);
        TensorTests.Says<NotSupportedException>("a budget of energy does not go with this policy", () => Ops.SampledLinear(x, w, null, Budget.Energy(0.5), 0, 0));
        TensorTests.Says<ArgumentOutOfRangeException>("the number of entries of rows", () => Ops.SampledLinear(x, w, null, 100, 0, 0));
        TensorTests.Says<ArgumentOutOfRangeException>("ratio must lie in [0, 1]", () => Ops.SampledLinear(x, w, null, float.NaN, 0, 0));
        TensorTests.Says<ArgumentOutOfRangeException>("a variance must be at least 0", () => Ops.SampledLinear(x, w, null, Budget.Variance(-1), 0, 0));
        Assert.Equal(0, Ops.SampledLinear(Tensor.Zeros(0, Inputs), w, null, 100, 0, 0).Rows);
        TensorTests.Says<ArgumentOutOfRangeException>("the number of entries of rows", () => Ops.SampledLinearVjpW(x, Ops.Linear(x, w), 100, 0, 0, new RowGradient(w)));
    }

    private static (Tensor X, Tensor DY, Tensor W) Numbers(Device device) =>
        (RuleTable.Random(1, Rows / 2, 2, Inputs).To(device), RuleTable.Random(2, Rows / 2, 2, Outputs).To(device), RuleTable.Random(3, Outputs, Inputs).To(device));
}
