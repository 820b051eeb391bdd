using SparseDiff.Kernels;
using SparseDiff.Tests.Rules;

namespace SparseDiff.Tests.Policies;

/// <summary>Whatever a sampled scope drops, on average it drops nothing.</summary>
public class UnbiasednessTests
{
    private const int Draws = 20_000;

    private static readonly Dictionary<string, Func<Tensor, int, Tensor>> Policies = new()
    {
        ["entries of the tensor"] = static (g, draw) => Sparsify.SampledKVjp(g, 0.3f, draw, SelectionScope.Tensor).ToDense(),
        ["entries of each row"] = static (g, draw) => Sparsify.SampledKVjp(g, 0.3f, draw, SelectionScope.Row).ToDense(),
        ["columns"] = static (g, draw) => Sparsify.SampledKColumnsVjp(g, 0.3f, draw).ToDense(),
        ["examples"] = static (g, draw) => Sparsify.SampledKExamplesVjp(g, 0.4f, draw).ToDense(),
        ["columns within a variance"] = static (g, draw) => Take(new SampledColumns(Budget.Variance(0.5)) { Seed = draw }, g),
        ["examples within a variance"] = static (g, draw) => Take(new SampledExamples(Budget.Variance(0.5)) { Seed = draw }, g),
        ["entries of the tensor within a variance"] = static (g, draw) => Sparsify.SampledKVjp(g, Budget.Variance(0.5), draw, SelectionScope.Tensor).ToDense(),
        ["entries of each row within a variance"] = static (g, draw) => Sparsify.SampledKVjp(g, Budget.Variance(0.5), draw, SelectionScope.Row).ToDense(),
        ["entries of the tensor, step by step"] = static (g, draw) => Step(new SampledK(0.3f) { Seed = 3 }, g, draw),
        ["entries of each row, step by step"] = static (g, draw) => Step(new SampledK(0.3f) { Seed = 3, Scope = SelectionScope.Row }, g, draw),
    };

    public static TheoryData<string> Names => [.. Policies.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_mean_of_many_draws_is_the_gradient_within_its_standard_error(string policy)
    {
        Tensor g = RuleTable.Random(5, 6, 2, 9).To(Device.Cpu);
        float[] exact = g.ToArray();
        var sums = new double[exact.Length];
        var squares = new double[exact.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            float[] kept = Policies[policy](g, draw).ToArray();
            for (int i = 0; i < kept.Length; i++)
            {
                sums[i] += kept[i];
                squares[i] += (double)kept[i] * kept[i];
            }
        }

        for (int i = 0; i < exact.Length; i++)
        {
            double mean = sums[i] / Draws;
            double error = Math.Sqrt(Math.Max(0, (squares[i] / Draws) - (mean * mean)) / Draws);
            Assert.True(Math.Abs(mean - exact[i]) <= (4.5 * error) + 1e-5, $"{policy}, entry {i}: mean {mean}, exact {exact[i]}, standard error {error}.");
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void A_budget_of_variance_adds_that_much(double variance)
    {
        Tensor g = RuleTable.Random(5, 30, 40).To(Device.Cpu);
        float[] exact = g.ToArray();
        double energy = exact.Sum(static value => (double)value * value);
        double columns = 0;
        double examples = 0;
        const int draws = 4000;
        for (int draw = 0; draw < draws; draw++)
        {
            columns += Distance(Take(new SampledColumns(Budget.Variance(variance)) { Seed = draw }, g));
            examples += Distance(Take(new SampledExamples(Budget.Variance(variance)) { Seed = draw }, g));
        }

        Assert.Equal(variance, columns / draws / energy, 0.05 * variance);
        Assert.Equal(variance, examples / draws / energy, 0.05 * variance);

        double Distance(Tensor sample) => sample.ToArray().Zip(exact, static (a, b) => ((double)a - b) * ((double)a - b)).Sum();
    }

    [Fact]
    public void Rows_draw_independently_of_each_other()
    {
        Tensor row = RuleTable.Random(5, 1, 200).To(Device.Cpu);
        Tensor g = Tensor.Zeros(2, 200);
        row.AsSpan().CopyTo(g.AsSpan());
        row.AsSpan().CopyTo(g.AsSpan()[200..]);
        float[] sample = Sparsify.SampledKVjp(g, 0.1f, 3, SelectionScope.Row).ToDense().ToArray();
        Assert.NotEqual(sample[..200], sample[200..]);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Whole_slices_of_zeros_never_pass_and_what_is_not_finite_always_does(string name)
    {
        Device device = name == "cpu" ? Device.Cpu : Device.Reference;
        Tensor g = Tensor.From([0, 1, float.NaN, 2, 0, 3, 1, 0, 0, 1, 1, 1], [3, 4], device);
        for (int draw = 0; draw < 50; draw++)
        {
            int[] columns = Sparsify.SampledKColumnsVjp(g, 0.5f, draw).Pattern.ToArray();
            Assert.Contains(2, columns);
            Assert.DoesNotContain(0, columns);
            Assert.Contains(0, Sparsify.SampledKExamplesVjp(g, 0.4f, draw).Pattern.ToArray());
        }
    }

    [Fact]
    public void A_budget_of_energy_keeps_the_fewest_that_suffice()
    {
        // The squares of the columns' norms are 1, 9, 16, 74.
        Tensor g = Tensor.From([1, 3, 4, 7, 0, 0, 0, 5], [2, 4], Device.Cpu);
        Assert.Equal([3], Columns(0.7));
        Assert.Equal([3], Columns(0.74));
        Assert.Equal([2, 3], Columns(0.75));
        Assert.Equal([1, 2, 3], Columns(0.95));
        Assert.Equal([0, 1, 2, 3], Columns(1));
        Assert.Equal([3], Columns(0));
        SparseExamples examples = new(Device.Cpu);
        new TopKExamples(Budget.Energy(0.7)).Select(g, examples, 0);
        Assert.Equal([0], examples.Pattern.ToArray());

        int[] Columns(double share)
        {
            SparseColumns into = new(Device.Cpu);
            new TopKColumns(Budget.Energy(share)).Select(g, into, 0);
            return into.Pattern.ToArray();
        }
    }

    /// <summary>What passes at a step: of one seed, as in a training.</summary>
    private static Tensor Step(SampledK policy, Tensor g, int step)
    {
        SparseRows into = new(g.Device);
        policy.Select(g, into, (ulong)step);
        return into.ToDense();
    }

    private static Tensor Take(SampledColumns policy, Tensor g)
    {
        SparseColumns into = new(g.Device);
        policy.Select(g, into, 0);
        return into.ToDense();
    }

    private static Tensor Take(SampledExamples policy, Tensor g)
    {
        SparseExamples into = new(g.Device);
        policy.Select(g, into, 0);
        return into.ToDense();
    }
}
