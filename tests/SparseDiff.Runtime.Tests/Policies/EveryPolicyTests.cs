using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Policies;

/// <summary>What is true of every policy, whatever it selects.</summary>
public class EveryPolicyTests
{
    private const int Width = 10;

    public static TheoryData<string, string> Everywhere()
    {
        var data = new TheoryData<string, string>();
        foreach (PolicyCase policy in PolicyTable.All)
        {
            foreach (string device in new[] { "cpu", "reference", "gpu emulator" })
                data.Add(policy.Name, device);
        }

        return data;
    }

    public static TheoryData<string> Names => [.. PolicyTable.All.Select(static policy => policy.Name)];

    [Theory, MemberData(nameof(Everywhere))]
    public void What_is_not_finite_ranks_above_everything(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        float[] values = Numbers(6 * Width);
        (values[13], values[31], values[32]) = (float.NaN, float.NegativeInfinity, float.PositiveInfinity);
        Tensor g = Tensor.From(values, [6, Width], Find(device));
        for (ulong draw = 0; draw < 20; draw++)
        {
            float[] kept = policy.Select(g, 0.5f, draw).ToArray();
            Assert.True(float.IsNaN(kept[13]), policy.Name);
            Assert.Equal(float.NegativeInfinity, kept[31]);
            Assert.Equal(float.PositiveInfinity, kept[32]);
            Assert.Equal(3, kept.Count(static value => !float.IsFinite(value)));
        }

        // One of a kind passes within the smallest budget.
        values[31] = values[32] = float.MaxValue;
        g = Tensor.From(values, [6, Width], Find(device));
        for (ulong draw = 0; draw < 20; draw++)
            Assert.True(float.IsNaN(policy.Select(g, 1, draw).ToArray()[13]), policy.Name);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public void A_gradient_that_is_not_zero_never_comes_back_empty(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        if (policy.IsBlind || policy.IsPublished)
            return; // One draws whatever is there, the other's threshold is what it is.
        foreach (float single in new[] { 1f, -3e38f, 1e-30f })
        {
            var values = new float[6 * Width];
            values[27] = single;
            Tensor g = Tensor.From(values, [6, Width], Find(device));
            foreach (Budget budget in Budgets(policy).Where(static budget => budget.Kind != BudgetKind.Variance)) // Which may be the variance of dropping it.
                Assert.Equal(single, policy.Select(g, budget, 0).ToArray()[27]);
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public void Of_equal_entries_the_first_pass(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        if (policy.IsSample || policy.IsBlind || policy.IsPublished)
            return; // A draw has no first; the published rule has a threshold and nothing else.
        Tensor g = Tensor.From([.. Enumerable.Range(0, 6 * Width).Select(static i => i % 2 == 0 ? 1f : -1f)], [6, Width], Find(device));
        bool[] expected = [.. Enumerable.Range(0, 6 * Width).Select(i => UnitOf(policy.Units, i) < 2)];
        Assert.Equal(expected, policy.Select(g, 2, 0).ToArray().Select(static value => value != 0));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public void Counts_and_ratios_are_kept_and_may_change_at_every_step(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        Tensor g = Tensor.From(Numbers(6 * Width), [6, Width], Find(device));
        int units = Competing(policy.Units);
        foreach (int k in new[] { units, 3, 1, units / 2 })
        {
            foreach (Budget budget in new[] { k, (float)k / units, Budget.Scheduled(BudgetKind.Count, Schedule.Constant(k)) })
            {
                int[] passed = Passed(policy, policy.Select(g, budget, 4).ToArray());
                (int least, int most) = policy.IsPublished ? (0, units) : policy.IsAbout ? ((2 * k + 2) / 3, 4 * k / 3) : policy is { IsSample: true, IsBlind: false } ? (k - 1, k + 1) : (k, k);
                Assert.All(passed, count => Assert.InRange(count, least, most));
            }
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public void Vectors_and_single_numbers_are_selected_from_like_the_rest(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        foreach (int[] shape in new int[][] { [], [1], [7] })
        {
            float[] values = Numbers(Shapes.Length(shape));
            foreach (Budget budget in policy.Kinds.Select(static kind => Budget.Scheduled(kind, Schedule.Constant(0.7f))))
            {
                for (ulong draw = 0; draw < 8; draw++) // Drawn by its variance a single number may be dropped.
                    Assert.Equal(policy.Select(Tensor.From(values, shape, Device.Reference), budget, draw).ToArray(), policy.Select(Tensor.From(values, shape, Find(device)), budget, draw).ToArray(), static (a, b) => Math.Abs(a - b) <= 1e-5f * Math.Abs(a));
            }

            foreach (Budget budget in new[] { 1, 0.4f, 1f })
            {
                // Of a vector each number is an example and a column, and all are one row.
                float[] kept = policy.Select(Tensor.From(values, shape, Find(device)), budget, 2).ToArray();
                Assert.Equal(policy.Select(Tensor.From(values, shape, Device.Reference), budget, 2).ToArray(), kept, static (a, b) => Math.Abs(a - b) <= 1e-5f * Math.Abs(a));
                int units = policy.Units == Units.Blocks ? (values.Length + 2) / 3 : values.Length;
                int wanted = budget.Kind == BudgetKind.Count ? 1 : Math.Max(1, (int)(budget.Value * units));
                int count = kept.Select((value, i) => (value, Unit: policy.Units == Units.Blocks ? i / 3 : i)).Where(static entry => entry.value != 0).Select(static entry => entry.Unit).Distinct().Count();
                if (!policy.IsPublished)
                    Assert.InRange(count, wanted - (policy.IsSample || policy.IsAbout ? 1 : 0), wanted + (policy.IsSample || policy.IsAbout ? 1 : 0));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_other_kind_of_budget_is_kept_or_refused_in_words(string name)
    {
        PolicyCase policy = PolicyTable.Of(name);
        float[] values = Numbers(6 * Width);
        Tensor g = Tensor.From(values, [6, Width]);
        double energy = Energy(values);
        foreach (double amount in new[] { 0.3, 0.8 })
        {
            if (!policy.Kinds.Contains(BudgetKind.Energy))
                TensorTests.Says<NotSupportedException>("a budget of energy does not go with this policy", () => policy.Select(g, Budget.Energy(amount), 0));
            else if (!policy.IsBlind && !policy.IsPublished && !policy.IsAbout)
                Assert.True(Energy(policy.Select(g, Budget.Energy(amount), 0).ToArray()) >= amount * energy * 0.99999);
            else
                CheckAverage(policy, g, amount, energy);
            if (!policy.Kinds.Contains(BudgetKind.Variance))
                TensorTests.Says<NotSupportedException>("a budget of variance does not go with this policy", () => policy.Select(g, Budget.Variance(amount), 0));
            else
                CheckVariance(policy, g, amount * energy);
        }

        foreach (BudgetKind kind in policy.Kinds)
            TensorTests.Says<ArgumentOutOfRangeException>(kind == BudgetKind.Energy ? "must lie in [0, 1]" : "must be at least 0", () => policy.Select(g, Budget.Scheduled(kind, Schedule.Constant(-1)), 0));
    }

    [Theory, MemberData(nameof(Names))]
    public void Markers_do_what_the_object_does(string name)
    {
        PolicyCase policy = PolicyTable.Of(name);
        Tensor g = Tensor.From(Numbers(6 * Width), [6, Width]);
        Assert.NotEmpty(policy.Markers);
        foreach (Func<Tensor, Budget, Tensor> marker in policy.Markers)
        {
            foreach (Budget budget in Budgets(policy))
                Assert.Equal(policy.Select(g, budget, 0).ToArray(), marker(g, budget).ToArray());
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Energy_by_rows_keeps_the_fewest_of_each_row_that_suffice(double share)
    {
        float[] values = Numbers(6 * Width);
        Array.Clear(values, 20, Width);
        float[] kept = PolicyTable.Of("TopK row").Select(Tensor.From(values, [6, Width]), Budget.Energy(share), 0).ToArray();
        for (int row = 0; row < 6; row++)
        {
            float[] all = values[(row * Width)..((row + 1) * Width)], passed = [.. kept[(row * Width)..((row + 1) * Width)].Where(static value => value != 0)];
            if (row == 2)
            {
                Assert.Empty(passed);
                continue;
            }

            float[] largest = [.. all.OrderByDescending(Math.Abs).Take(passed.Length)];
            Assert.Equal(largest.Order(), passed.Order());
            Assert.True(Energy(largest) >= share * Energy(all) * 0.999999);
            Assert.True(Energy(largest[..^1]) < share * Energy(all));
        }
    }

    [Fact]
    public void All_of_the_energy_is_every_entry_that_is_not_zero_however_small()
    {
        float[] values = [.. Enumerable.Range(0, 6 * Width).Select(static i => i % 3 == 0 ? 0 : MathF.Pow(10, 15 - (i * 0.6f)))];
        foreach (string name in new[] { "TopK row", "TopK tensor", "GaussianK" })
            Assert.Equal(values, PolicyTable.Of(name).Select(Tensor.From(values, [6, Width]), Budget.Energy(1), 0).ToArray());
    }

    [Fact]
    public void One_entry_far_above_all_others_does_not_spoil_a_bracketed_threshold()
    {
        float[] values = [.. Enumerable.Range(0, 5000).Select(i => (i % 2 == 0 ? 1e-20f : -1e-20f) * (1 + (i * 1e-3f)))];
        values[17] = 1e25f;
        float[] kept = PolicyTable.Of("GaussianK").Select(Tensor.From(values, [50, 100]), 0.02f, 0).ToArray();
        Assert.InRange(kept.Count(static value => value != 0), 67, 133);
        Assert.Equal(1e25f, kept[17]);

        // The other way round: the mean says little of where the few are, which are larger by powers of ten among themselves.
        for (int i = 0; i < values.Length; i++)
            values[i] = (i % 2 == 0 ? 1 : -1) * MathF.Pow(10, (i * 70f / values.Length) - 35);
        foreach (float ratio in new[] { 0.001f, 0.02f, 0.5f, 0.9f })
        {
            int k = (int)MathF.Round(ratio * values.Length);
            kept = PolicyTable.Of("GaussianK").Select(Tensor.From(values, [50, 100]), ratio, 0).ToArray();
            Assert.InRange(kept.Count(static value => value != 0), (2 * k + 2) / 3, 4 * k / 3);
        }
    }

    /// <summary>On average a share of the energy passes, or with a threshold as many entries as hold it, about.</summary>
    private static void CheckAverage(PolicyCase policy, Tensor g, double share, double energy)
    {
        const int draws = 400;
        double kept = Enumerable.Range(0, draws).Average(draw => Energy(policy.Select(g, Budget.Energy(share), (ulong)(2 * draw)).ToArray())) / energy;
        Assert.InRange(kept, share * (policy.IsBlind ? 0.9 : 0.75), policy.IsPublished ? 1 : Math.Min(1, share * (policy.IsBlind ? 1.1 : 1.6)));
    }

    private static void CheckVariance(PolicyCase policy, Tensor g, double allowed)
    {
        const int draws = 2000;
        float[] exact = g.ToArray();
        double added = Enumerable.Range(0, draws).Average(draw => Energy([.. policy.Select(g, Budget.Variance(allowed / Energy(exact)), (ulong)(2 * draw)).ToArray().Zip(exact, static (a, b) => a - b)]));

        // Whole numbers of few columns cannot meet it exactly.
        Assert.InRange(added, allowed * 0.75, allowed * 1.1);
    }

    private static IEnumerable<Budget> Budgets(PolicyCase policy) =>
        [1, 3, 0f, 0.4f, 1f, .. policy.Kinds.SelectMany(kind => new[] { 0.2f, 0.7f }.Select(value => Budget.Scheduled(kind, Schedule.Constant(value))))];

    /// <summary>How many units passed: of the whole, or of each row.</summary>
    private static int[] Passed(PolicyCase policy, float[] kept)
    {
        int[] places = [.. Enumerable.Range(0, kept.Length).Where(i => kept[i] != 0)];
        return policy.Units == Units.EntriesOfRows
            ? [.. Enumerable.Range(0, 6).Select(row => places.Count(place => place / Width == row))]
            : [places.Select(place => UnitOf(policy.Units, place)).Distinct().Count()];
    }

    private static int UnitOf(Units units, int place) => units switch
    {
        Units.Entries => place,
        Units.Blocks => place / 3,
        Units.Examples => place / Width,
        _ => place % Width,
    };

    private static int Competing(Units units) => units switch
    {
        Units.Entries => 6 * Width,
        Units.Blocks => 2 * Width,
        Units.Examples => 6,
        _ => Width,
    };

    private static double Energy(float[] values) => values.Sum(static value => (double)value * value);

    /// <summary>Numbers of which none is zero, with tails.</summary>
    private static float[] Numbers(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Log(1 - random.NextDouble()) - 0.01) * (random.Next(2) == 0 ? 1 : -1))];
    }

    private static Device Find(string name) => name switch
    {
        "cpu" => Device.Cpu,
        "reference" => Device.Reference,
        _ => Device.GpuEmulator,
    };
}
