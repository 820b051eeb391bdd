using System.Text.Json;
using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Policies;

public class ThresholdTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "selection.json"))).RootElement.EnumerateArray()];

    public static TheoryData<int, string> Known()
    {
        var data = new TheoryData<int, string>();
        foreach (string device in new[] { "cpu", "reference" })
        {
            for (int i = 0; i < Cases.Length; i++)
                data.Add(i, device);
        }

        return data;
    }

    [Theory, MemberData(nameof(Known))]
    public void Exact_and_published_Gaussian_selections_are_those_of_the_reference_values(int index, string device)
    {
        JsonElement @case = Cases[index];
        Tensor g = Read(@case.GetProperty("values")).To(Find(device));
        float ratio = @case.GetProperty("ratio").GetSingle();
        Assert.Equal(Ints(@case.GetProperty("topk_indices")), Kept(Select(new TopK(@case.GetProperty("k").GetInt32()) { Scope = SelectionScope.Tensor }, g)));
        JsonElement gaussian = @case.GetProperty("gaussian");
        Assert.Equal(Ints(gaussian.GetProperty("kept_indices")), Kept(Select(new GaussianK(ratio) { AsPublished = true }, g)));
        double last = gaussian.GetProperty("thresholds_and_counts").EnumerateArray().Last()[0].GetDouble();
        Assert.Equal(last, GaussianK.FindThreshold(g, g.Length, ratio, asPublished: true, out int k)!.Value, 1e-5 * last);
        Assert.Equal(@case.GetProperty("k").GetInt32(), k);
    }

    [Fact]
    public void A_threshold_follows_its_schedule_until_it_is_set()
    {
        Schedule schedule = Schedule.WarmUp(1, 4, 2);
        Threshold policy = new(schedule);
        Tensor g = Tensor.From([1, -3, 5], [3]);
        Assert.Equal([2], Kept(Select(policy, g)));
        schedule.Advance();
        Assert.Equal([1, 2], Kept(Select(policy, g)));
        policy.Value = 0.5f;
        Assert.Equal([0, 1, 2], Kept(Select(policy, g)));
        schedule = Schedule.Constant(-1);
        TensorTests.Says<ArgumentOutOfRangeException>("at least 0", () => Select(new Threshold(schedule), g));
    }

    public static TheoryData<string, float> Distributions()
    {
        var data = new TheoryData<string, float>();
        foreach (string name in new[] { "normal", "laplace", "student", "nearly zero", "skewed", "zeros" })
        {
            foreach (float ratio in new[] { 0.001f, 0.01f, 0.05f, 0.3f })
                data.Add(name, ratio);
        }

        return data;
    }

    [Theory, MemberData(nameof(Distributions))]
    public void The_bracketed_threshold_lands_within_a_third_of_what_was_asked_for(string distribution, float ratio)
    {
        Tensor g = Draw(distribution, 40_000);
        int k = SelectionSize.FromRatio("", ratio, g.Length);
        int nonZero = g.ToArray().Count(static value => value != 0);
        int count = Kept(Select(new GaussianK(ratio), g)).Length;
        Assert.InRange(count, Math.Min(nonZero, 2 * k / 3), (4 * k / 3) + 1);
    }

    [Theory, MemberData(nameof(Distributions))]
    public void The_sampled_threshold_of_DGC_keeps_about_what_was_asked_for(string distribution, float ratio)
    {
        Tensor g = Draw(distribution, 40_000);
        int k = SelectionSize.FromRatio("", ratio, g.Length);
        int nonZero = g.ToArray().Count(static value => value != 0);
        int[] kept = Kept(Select(new DgcK(ratio), g));
        Assert.InRange(kept.Length, Math.Min(nonZero, 0.8 * k), 1.3 * k);

        // Whatever the threshold: what passes is larger than what does not.
        float[] magnitudes = Array.ConvertAll(g.ToArray(), MathF.Abs);
        HashSet<int> passes = [.. kept];
        Assert.True(kept.Min(i => magnitudes[i]) >= Enumerable.Range(0, g.Length).Where(i => !passes.Contains(i)).Max(i => magnitudes[i]));
    }

    [Theory]
    [InlineData(21, 10)] // A sample of a hundredth would be two entries.
    [InlineData(200, 100)] // A step of the width would sample one column.
    [InlineData(400, 50)]
    public void The_sampled_threshold_of_DGC_misses_neither_small_tensors_nor_columns_of_their_own(int rows, int columns)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (1 + random.NextSingle()) * MathF.Pow(10, i % columns % 7))];
        foreach (float ratio in new[] { 0.05f, 0.3f, 0.9f })
        {
            int k = SelectionSize.FromRatio("", ratio, values.Length);
            for (ulong draw = 0; draw < 100; draw += 9)
            {
                SparseRows kept = new(Device.Cpu);
                new DgcK(ratio).Select(Tensor.From(values, [rows, columns]), kept, draw);
                Assert.InRange(Kept(kept).Length, 0.8 * k, 1.3 * k);
            }
        }
    }

    [Theory]
    [InlineData(new float[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new float[] { 0, 0, 0, 1e-38f, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new float[] { 3e38f, -3e38f, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new float[] { float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new float[] { -5, 1, 1, 2, 1, 1, 1, 1, 1, 1 })]
    public void A_gradient_that_is_not_zero_never_comes_back_empty(float[] values)
    {
        Tensor g = Tensor.From(values, [2, 5]);
        foreach (float ratio in new[] { 0.1f, 0.3f, 1f })
            Assert.NotEmpty(Kept(Select(new GaussianK(ratio), g)));
        Assert.Empty(Kept(Select(new GaussianK(0.1f), Tensor.Zeros(2, 5))));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void A_threshold_keeps_what_exceeds_it_and_what_is_no_number(string device)
    {
        Tensor g = Tensor.From([1, -3, 3, float.NaN, 0, 2.5f, float.NegativeInfinity, -2], [2, 4], Find(device));
        Assert.Equal([1, 2, 3, 5, 6], Kept(Select(new Threshold(2), g)));
        Assert.Equal([3, 6], Kept(Select(new Threshold(float.PositiveInfinity), g)));
        Assert.Equal([0, 1, 2, 3, 5, 6, 7], Kept(Select(new Threshold(0), g)));
        TensorTests.Says<ArgumentOutOfRangeException>("at least 0", () => Select(new Threshold(-1), g));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_budget_of_energy_keeps_the_fewest_entries_that_suffice(double share)
    {
        Tensor g = Draw("laplace", 20_000);
        double[] squares = [.. g.ToArray().Select(static value => (double)value * value).OrderDescending()];
        double kept = 0;
        int fewest = 0;
        while (kept < share * squares.Sum())
            kept += squares[fewest++];
        SparseRows selected = Select(new TopK(Budget.Energy(share)) { Scope = SelectionScope.Tensor }, g);
        float[] dense = selected.ToDense().ToArray();
        Assert.True(dense.Sum(static value => (double)value * value) >= share * squares.Sum() * 0.999999);
        Assert.Equal(fewest, dense.Count(static value => value != 0));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void A_budget_of_variance_of_entries_adds_about_that_much(double variance)
    {
        Tensor g = Draw("laplace", 2000);
        float[] exact = g.ToArray();
        double added = 0;
        const int draws = 400;
        for (int draw = 0; draw < draws; draw++)
        {
            float[] sample = Select(new SampledK(Budget.Variance(variance)) { Seed = draw }, g).ToDense().ToArray();
            added += sample.Zip(exact, static (a, b) => ((double)a - b) * ((double)a - b)).Sum() / draws;
        }

        Assert.Equal(variance, added / exact.Sum(static value => (double)value * value), 0.1 * variance);
    }

    [Fact]
    public void Random_entries_are_all_equally_likely_distinct_and_unbiased()
    {
        Tensor g = RuleTable.Random(3, 5, 20).To(Device.Cpu);
        float[] exact = g.ToArray();
        var hits = new int[100];
        const int draws = 20_000;
        for (int draw = 0; draw < draws; draw++)
        {
            SparseRows kept = new(Device.Cpu);
            new RandomK(0.13f) { Seed = 4 }.Select(g, kept, (ulong)draw);
            Assert.Equal(13, kept.Count);
            float[] dense = kept.ToDense().ToArray();
            for (int i = 0; i < dense.Length; i++)
            {
                if (dense[i] == 0)
                    continue;
                hits[i]++;
                Assert.Equal(exact[i] * 100 / 13, dense[i], 1e-4);
            }
        }

        // 0.13 · 20 000 with a standard deviation of 48.
        Assert.All(hits, static count => Assert.InRange(count, 2600 - 215, 2600 + 215));
        Assert.Equal(exact[Kept(Select(new RandomK(1) { IsScaled = false }, g))[0]], Select(new RandomK(1) { IsScaled = false }, g).ToDense().ToArray().Single(static v => v != 0));
    }

    [Fact]
    public void The_normal_quantile_has_its_known_values()
    {
        Assert.Equal(0, NormalQuantile.Of(0.5));
        Assert.Equal(1.959963984540054, NormalQuantile.Of(0.975), 1e-13);
        Assert.Equal(-3.290526731491926, NormalQuantile.Of(0.0005), 1e-13);
        Assert.Equal(-6.361340902404056, NormalQuantile.Of(1e-10), 1e-12);
        Assert.Equal(-9.262340089798408, NormalQuantile.Of(1e-20), 1e-12);
        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
    }

    internal static Tensor Draw(string distribution, int length)
    {
        var random = new Random(11);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (float)(distribution switch
            {
                "normal" => 0.01 * Normal(),
                "laplace" => Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? -1 : 1),
                "student" => Normal() / Math.Sqrt(Enumerable.Range(0, 4).Sum(_ => Math.Pow(Normal(), 2)) / 4),
                "nearly zero" => Normal() * (random.Next(10) == 0 ? 1 : 1e-6),
                "zeros" => random.Next(10) == 0 ? Normal() : 0,
                _ => Math.Exp(1.5 * Normal()) - 1,
            });
        }

        return Tensor.From(values, [length / 100, 100]);
    }

    private static SparseRows Select(ISelection<SparseRows> policy, Tensor g)
    {
        SparseRows into = new(g.Device);
        policy.Select(g, into, 1);
        return into;
    }

    /// <summary>Where a selection is not zero.</summary>
    private static int[] Kept(SparseRows rows)
    {
        float[] dense = rows.ToDense().ToArray();
        return [.. Enumerable.Range(0, dense.Length).Where(i => dense[i] != 0)];
    }

    private static Tensor Read(JsonElement tensor) => Tensor.From(
        [.. tensor.GetProperty("data").EnumerateArray().Select(static v => v.GetSingle())], [.. tensor.GetProperty("shape").EnumerateArray().Select(static v => v.GetInt32())]);

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(static v => v.GetInt32())];

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
