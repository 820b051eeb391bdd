using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Selection;

public class ScheduleTests
{
    [Fact]
    public void A_warm_up_goes_through_the_published_densities_and_stays_at_the_last()
    {
        Schedule schedule = Schedule.WarmUp(10);
        float[] values = [.. Enumerable.Range(0, 70).Select(schedule.At)];
        float[] densities = [0.25f, 0.0625f, 0.015625f, 0.004f, 0.001f, 0.001f, 0.001f];
        Assert.Equal(densities.SelectMany(static density => Enumerable.Repeat(density, 10)), values);
    }

    [Fact]
    public void An_exponential_schedule_multiplies_by_equal_factors_until_it_is_there()
    {
        Schedule schedule = Schedule.Exponential(0.8f, 0.1f, 3);
        float[] expected = [0.8f, 0.4f, 0.2f, 0.1f, 0.1f];
        for (int step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], schedule.At(step), 1e-6f);
    }

    [Fact]
    public void A_cosine_schedule_is_half_way_after_half_the_steps()
    {
        Schedule schedule = Schedule.Cosine(1, 0.2f, 8);
        Assert.Equal(1, schedule.At(0), 1e-6f);
        Assert.Equal(0.6f, schedule.At(4), 1e-6f);
        Assert.Equal(0.2f, schedule.At(8), 1e-6f);
        Assert.Equal(0.2f, schedule.At(100), 1e-6f);
        Assert.True(1 - schedule.At(1) < schedule.At(3) - schedule.At(4));
    }

    [Fact]
    public void The_layers_of_a_schedule_have_its_step_and_at_most_everything()
    {
        Schedule all = Schedule.WarmUp(1, 0.5f, 0.1f);
        IReadOnlyList<Schedule> layers = all.PerLayer(1, 2, 4);
        Assert.Equal([0.5f, 1, 1], layers.Select(static layer => layer.Value));
        layers[0].Advance();
        Assert.Equal(1, all.Step);
        Assert.Equal([0.1f, 0.2f, 0.4f], layers.Select(static layer => layer.Value));
        all.Step = 0;
        Assert.Equal(0.5f, (float)layers[0]);
        Assert.Equal([3, 6, 1.5f], Schedule.Constant(3).PerLayer([1, 2, 0.5f], atMost: float.PositiveInfinity).Select(static layer => layer.Value)); // Counts.
    }

    [Fact]
    public void Bad_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Schedule.WarmUp(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Schedule.Exponential(0, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Schedule.Cosine(1, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Schedule.Constant(1).Step = -1);
        SparseRows into = new(Device.Cpu);
        TensorTests.Says<ArgumentOutOfRangeException>("ratio must lie in [0, 1]", () => new TopK(Schedule.Constant(1.5f)).Select(Tensor.Zeros(2, 4), into, 0));
    }

    /// <summary>Every policy reads its budget at every step: a schedule moves all of them.</summary>
    [Fact]
    public void Every_policy_follows_a_schedule()
    {
        Schedule density = Schedule.WarmUp(1, 0.5f, 0.1f);
        Tensor g = Rules.RuleTable.Random(3, 40, 50).To(Device.Cpu);
        ISelection<SparseRows>[] entries =
        [
            new TopK(density), new TopK(density) { Scope = SelectionScope.Tensor }, new SampledK(density), new SampledK(density) { Scope = SelectionScope.Row },
            new GaussianK(density), new DgcK(density), new RandomK(density), new TopKBlocks(density, 4),
        ];
        ISelection<SparseColumns>[] columns = [new TopKColumns(density), new SampledColumns(density)];
        ISelection<SparseExamples>[] examples = [new TopKExamples(density), new SampledExamples(density)];
        foreach (double expected in new[] { 0.5, 0.1 })
        {
            foreach (ISelection<SparseRows> policy in entries)
                Check(policy, Kept<SparseRows>(policy, new(Device.Cpu), static kept => kept.ToDense()), expected);
            foreach (ISelection<SparseColumns> policy in columns)
                Check(policy, Kept<SparseColumns>(policy, new(Device.Cpu), static kept => kept.ToDense()), expected);
            foreach (ISelection<SparseExamples> policy in examples)
                Check(policy, Kept<SparseExamples>(policy, new(Device.Cpu), static kept => kept.ToDense()), expected);
            density.Advance();
        }

        double Kept<T>(ISelection<T> policy, T into, Func<T, Tensor> dense)
            where T : class
        {
            policy.Select(g, into, 0);
            return dense(into).ToArray().Count(static value => value != 0) / 2000.0;
        }

        // Thresholds may miss by a third.
        static void Check(object policy, double actual, double expected) =>
            Assert.True(actual >= expected * 0.66 && actual <= expected * 1.34, $"{policy} kept {actual} of {expected}.");
    }

    [Fact]
    public void A_scheduled_count_energy_or_variance_is_that_of_the_step()
    {
        Schedule counts = Schedule.WarmUp(1, 7, 3);
        Budget budget = Budget.Scheduled(BudgetKind.Count, counts);
        Assert.Equal(7, budget.CountOf("", 100, ""));
        counts.Advance();
        Assert.Equal(3, budget.CountOf("", 100, ""));
        Assert.Equal(BudgetKind.Energy, Budget.Scheduled(BudgetKind.Energy, counts).Kind);
    }
}
