using SparseDiff.Kernels;

namespace SparseDiff.Tests.Policies;

/// <summary>Every policy behind a point of examples: what passes is what would pass of the gradient with zeros for the examples that are not there.</summary>
public class BehindExamplesTests
{
    private static readonly int[][] Kept = [[], [3], [0, 2, 3, 6], [0, 1, 2, 3, 4, 5, 6]];

    public static TheoryData<string, string> Everywhere => EveryPolicyTests.Everywhere();

    public static TheoryData<string> Names => EveryPolicyTests.Names;

    [Theory, MemberData(nameof(Everywhere))]
    public void A_policy_selects_of_some_examples_what_it_would_of_all(string name, string device)
    {
        PolicyCase policy = PolicyTable.Of(name);
        foreach ((SparseExamples some, Tensor filled) in Gradients(Find(device)))
        {
            foreach (Budget budget in Budgets(policy, some))
            {
                for (ulong draw = 0; draw < (some.Device == Device.GpuEmulator ? 1UL : 6); draw += 2)
                    Same(policy.Select(filled, budget, draw), policy.OfExamples(some, budget, draw), $"{policy} {budget} of {some}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Markers_do_what_the_object_does(string name)
    {
        PolicyCase policy = PolicyTable.Of(name);
        Assert.NotEmpty(policy.MarkersOfExamples);
        foreach ((SparseExamples some, Tensor _) in Gradients(Device.Cpu))
        {
            foreach (Budget budget in Budgets(policy, some))
            {
                foreach (Func<SparseExamples, Budget, Tensor> marker in policy.MarkersOfExamples)
                    Same(policy.OfExamples(some, budget, 0), marker(some, budget), $"{policy} {budget} of {some}");
            }
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    [InlineData("gpu emulator")]
    public void So_does_what_looks_at_numbers_or_at_maps(string deviceName)
    {
        foreach ((SparseExamples some, Tensor filled) in Gradients(Find(deviceName)))
        {
            bool few = deviceName == "gpu emulator";
            foreach (float value in few ? [0.5f] : new[] { 0f, 0.5f, 2f, 1e9f })
                Same(Sparsify.ThresholdVjp(filled, value).ToDense(), Sparsify.ThresholdVjp(some, value).ToDense(), $"above {value} of {some}");
            if (some.Shape.Length < 3)
                continue;
            foreach (SelectionScope scope in few ? [SelectionScope.PerChannel] : new[] { SelectionScope.PerExample, SelectionScope.PerChannel, SelectionScope.PerPosition })
            {
                Same(Sparsify.TopKVjp(filled, 2, scope).ToDense(), Sparsify.TopKVjp(some, 2, scope).ToDense(), $"{scope} of {some}");
                Same(Sparsify.TopKVjp(filled, 0.9f, scope).ToDense(), Sparsify.TopKVjp(some, 0.9f, scope).ToDense(), $"{scope} of {some}");
            }
        }
    }

    [Fact]
    public void The_sums_of_all_columns_are_those_of_the_examples_that_exist()
    {
        foreach ((SparseExamples some, Tensor filled) in Gradients(Device.Cpu))
        {
            foreach (bool all in new[] { false, true })
            {
                SparseColumns ours = Sparsify.TopKColumnsVjp(some, 2, SliceNorm.L1, all), theirs = Sparsify.TopKColumnsVjp(filled, 2, SliceNorm.L1, all);
                Assert.Equal(all, ours.AllColumnSums is not null);
                if (all)
                    Same(theirs.AllColumnSums!, ours.AllColumnSums!, some.ToString());
            }
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    [InlineData("gpu emulator")]
    public void Ones_own_policy_is_given_the_examples_that_exist_if_zeros_mean_nothing_to_it(string deviceName)
    {
        foreach ((SparseExamples some, Tensor filled) in Gradients(Find(deviceName)))
        {
            foreach (bool ignores in new[] { true, false })
            {
                int shown = ignores && some.Shape.Length > 1 ? some.Pattern.Count : some.Shape[0];
                OwnEntries entries = new() { IgnoresZeros = ignores };
                OwnColumns columns = new() { IgnoresZeros = ignores };
                OwnExamples examples = new() { IgnoresZeros = ignores };
                Same(Sparsify.ByVjp(filled, entries).ToDense(), Sparsify.ByVjp(some, entries).ToDense(), $"entries of {some}");
                Same(Sparsify.ByVjp(filled, columns).ToDense(), Sparsify.ByVjp(some, columns).ToDense(), $"columns of {some}");
                Same(Sparsify.ByVjp(filled, examples).ToDense(), Sparsify.ByVjp(some, examples).ToDense(), $"examples of {some}");
                if (some.Values.Length > 0)
                    Assert.Equal([shown, shown, ignores ? some.Pattern.Count : some.Shape[0]], [entries.Shown, columns.Shown, examples.Shown]);
            }
        }
    }

    [Fact]
    public void A_tensor_of_numbers_beyond_the_sample_of_a_threshold_is_sampled_at_the_same_places()
    {
        // DGC looks at about every hundredth entry: of all, not of those that exist.
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 100 * 70).Select(_ => (float)Math.Log(1 - random.NextDouble()))];
        (SparseExamples some, Tensor filled) = Gradient(Device.Cpu, values, [100, 70], [.. Enumerable.Range(0, 100).Where(i => i % 3 != 1)]);
        foreach (float ratio in new[] { 0.001f, 0.01f, 0.2f, 0.5f, 0.9f })
        {
            for (ulong draw = 0; draw < 200; draw += 20)
                Same(PolicyTable.Of("DgcK").Select(filled, ratio, draw), PolicyTable.Of("DgcK").OfExamples(some, ratio, draw), $"{ratio}, {draw}");
        }
    }

    private static IEnumerable<(SparseExamples Some, Tensor Filled)> Gradients(Device device)
    {
        var random = new Random(11);
        float[] tailed = [.. Enumerable.Range(0, 7 * 18).Select(_ => (float)Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1))];
        float[] equal = [.. Enumerable.Range(0, 7 * 18).Select(static i => (i % 3) - 1f)];
        float[] notFinite = [.. tailed];
        (notFinite[0], notFinite[40], notFinite[64]) = (float.NaN, float.NegativeInfinity, float.PositiveInfinity);

        // The emulator runs each thread of a kernel by itself, which takes its time.
        bool few = device == Device.GpuEmulator;
        foreach (float[] values in few ? [notFinite] : new[] { tailed, equal, notFinite })
        {
            foreach (int[] shape in few ? [[7, 3, 6]] : new int[][] { [7, 18], [7, 3, 6], [7, 2, 3, 3], [7] })
            {
                foreach (int[] kept in few ? Kept[2..3] : Kept)
                    yield return Gradient(device, values[..Shapes.Length(shape)], shape, kept);
            }
        }
    }

    private static (SparseExamples Some, Tensor Filled) Gradient(Device device, float[] values, int[] shape, int[] kept)
    {
        var some = new SparseExamples(device);
        some.Keep(Tensor.From(values, shape, device), kept);
        return (some, some.ToDense());
    }

    /// <summary>Counts up to more than exist of all that compete.</summary>
    private static IEnumerable<Budget> Budgets(PolicyCase policy, SparseExamples gradient)
    {
        int length = Shapes.Length(gradient.Shape);
        int width = gradient.Shape[^1];
        int competing = policy.Units switch
        {
            Units.Entries => length,
            Units.Blocks => length / 3,
            Units.Examples => gradient.Shape[0],
            _ => width,
        };
        foreach (int k in new[] { 1, 3, competing / 2, competing }.Where(k => k > 0 && k <= competing).Distinct())
            yield return k;
        yield return 0.3f;
        foreach (BudgetKind kind in policy.Kinds)
        {
            foreach (float amount in new[] { 0f, 0.4f, 0.9f })
                yield return Budget.Scheduled(kind, Schedule.Constant(amount));
        }
    }

    private static void Same(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        float[] wanted = expected.ToArray(), got = actual.ToArray();
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(wanted[i].Equals(got[i]) || wanted[i] == got[i] || Math.Abs(wanted[i] - got[i]) <= 1e-5 * Math.Abs(wanted[i]), $"{what}, entry {i}: {got[i]:R} instead of {wanted[i]:R}.");
    }

    private static Device Find(string name) => name switch
    {
        "cpu" => Device.Cpu,
        "reference" => Device.Reference,
        _ => Device.GpuEmulator,
    };

    /// <summary>Entries of magnitude one or more.</summary>
    private sealed class OwnEntries : ISelection<SparseRows>
    {
        public bool IgnoresZeros { get; init; }

        public int Shown { get; private set; }

        public void Select(Tensor gradient, SparseRows into, ulong draw)
        {
            Shown = gradient.Shape[0];
            EntrySelection.Keep(gradient, [.. gradient.ToArray().Index().Where(static entry => !(Math.Abs(entry.Item) < 1)).Select(static entry => entry.Index)], 2, into);
        }
    }

    /// <summary>Columns with an entry of magnitude two or more.</summary>
    private sealed class OwnColumns : ISelection<SparseColumns>
    {
        public bool IgnoresZeros { get; init; }

        public int Shown { get; private set; }

        public void Select(Tensor gradient, SparseColumns into, ulong draw)
        {
            Shown = gradient.Shape[0];
            int width = gradient.Shape[^1];
            into.Keep(gradient, [.. gradient.ToArray().Index().Where(static entry => !(Math.Abs(entry.Item) < 2)).Select(entry => entry.Index % width).Distinct().Order()]);
        }
    }

    /// <summary>Examples with an entry of magnitude three or more, doubled.</summary>
    private sealed class OwnExamples : ISelection<SparseExamples>
    {
        public bool IgnoresZeros { get; init; }

        public int Shown { get; private set; }

        public void Select(Tensor gradient, SparseExamples into, ulong draw)
        {
            Shown = gradient.Shape[0];
            int length = gradient.Length / gradient.Shape[0];
            into.Keep(gradient, [.. gradient.ToArray().Index().Where(static entry => !(Math.Abs(entry.Item) < 3)).Select(entry => entry.Index / length).Distinct()]);
            if (into.Values.Length > 0)
                gradient.Device.Kernels.Elementwise(new WithConstant<Lanes.Multiply>(2), [into.Values], [into.Values]);
        }
    }
}
