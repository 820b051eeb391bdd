using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Gradients;

public class ProbeTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void A_reading_is_what_the_definitions_say(string device)
    {
        Probe probe = new();
        Tensor u = Tensor.From([3, -4, 0, 1e-3f, 12, 0.5f], [2, 3], Find(device));
        probe.See(u, Tensor.From([3, -4, 0, 0, 12, 0], [2, 3], Find(device)));
        Assert.Equal(6, probe.Last.Length);
        Assert.Equal(3, probe.Last.Kept);
        Assert.Equal(0.5, probe.Last.Density);
        Assert.Equal(0.250001 / (9 + 16 + 144 + 0.250001), probe.Last.DroppedEnergy, 1e-9);
        Assert.Equal(0.5, probe.Last.RandomBound);
        Assert.Equal(0.25, probe.Last.TopKBound);
        Assert.Equal([1L, 2, 0], probe.Selected.ToArray());
        Assert.Equal(2, probe.Examples);
        Assert.Equal(1, probe.Zeros);
        Assert.Equal([1], probe.Active(0.75));
        Assert.Equal([0, 1], probe.Active(0.5));
    }

    [Fact]
    public void The_histogram_counts_quarters_of_powers_of_ten_and_leaves_out_what_has_no_logarithm()
    {
        Probe probe = new();
        probe.See(Tensor.From([1, 1.5f, -2, 100, 0.01f, 0, float.NaN, float.NegativeInfinity, 1e-45f], [9]));
        IReadOnlyList<MagnitudeBin> bins = probe.Histogram;
        Assert.Equal(6, bins.Sum(static bin => bin.Count));
        Assert.Equal(2, bins.Single(static bin => bin.From == 0).Count);
        Assert.Equal(1, bins.Single(static bin => bin.From == 0.25).Count);
        Assert.Equal(1, bins.Single(static bin => bin.From == 2).Count);
        Assert.Equal(1, bins[0].Count);
        Assert.InRange(Math.Log10(float.Epsilon), bins[0].From, bins[0].To);
        Assert.Equal(1, probe.Zeros);
        Assert.Equal(2, probe.NotFinite);
    }

    [Fact]
    public void The_largest_drop_no_more_than_the_bounds_and_random_ones_as_much_as_the_first_says()
    {
        Tensor u = Normal(64, 100);
        double random = 0;
        for (int draw = 0; draw < 200; draw++)
            random += Read(new RandomK(0.1f) { IsScaled = false, Seed = draw }, u).DroppedEnergy / 200;
        Assert.Equal(0.9, random, 0.01);
        ProbeReading largest = Read(new TopK(0.1f) { Scope = SelectionScope.Tensor }, u);
        Assert.Equal(0.1, largest.Density, 1e-6);
        Assert.True(largest.DroppedEnergy < largest.TopKBound, largest.ToString());

        static ProbeReading Read(ISelection<SparseRows> policy, Tensor u)
        {
            Probe probe = new();
            SparseRows kept = new(Device.Cpu);
            policy.Select(u, kept, 0);
            probe.See(u, kept.ToDense());
            return probe.Last;
        }
    }

    [Fact]
    public void A_point_shows_its_gradient_to_the_probe_of_its_name_and_to_nobody_when_there_is_none()
    {
        Workspace workspace = new();
        Tensor g = RuleTable.Random(3, 6, 10).To(Device.Cpu);
        Sparsify.TopKVjp(g, 2, SelectionScope.Row, workspace.Sparse(0, "dZ1"));
        Probes probes = workspace.Probes = new Probes();
        Sparsify.TopKVjp(g, 2, SelectionScope.Row, workspace.Sparse(0, "dZ1"));
        Sparsify.TopKColumnsVjp(g, 0.3f, workspace.Child(2).Sparse(0, "dZ1"));
        workspace.Child(2).Frames<int>(0).Add(out Workspace iteration);
        Sparsify.SampledKVjp(g, 0.5f, 1, SelectionScope.Tensor, iteration.Sparse(0, "dH"));
        Sparsify.ByVjp(g, new TopKExamples(1), workspace.Recomputed.Child(0).Sparse(0, "dH"));
        Assert.Equal(["child2.dZ1", "child2.loop1[0].dH", "dZ1", "recomputed.child0.dH"], probes.Points);
        Assert.Equal(0.2, Assert.Single(probes["dZ1"].Readings).Density, 1e-6);
        Assert.Equal(0.3, probes["child2.dZ1"].Last.Density, 1e-6);
        Assert.Equal(1.0 / 6, probes["recomputed.child0.dH"].Last.Density, 1e-6);
        TensorTests.Says<KeyNotFoundException>("those that were passed: child2.dZ1", () => probes["dZ2"].Clear());
        workspace.Probes = null;
        Sparsify.TopKVjp(g, 2, SelectionScope.Row, workspace.Sparse(0, "dZ1"));
        Assert.Single(probes["dZ1"].Readings);
    }

    [Fact]
    public void Channels_of_feature_maps_are_their_neurons()
    {
        Probe probe = new();
        Tensor g = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 2 * 2).Select(static i => i / 4 % 3 == 1 ? 1f : 0f)], [2, 3, 2, 2]);
        probe.See(g);
        Assert.Equal([0L, 8, 0], probe.Selected.ToArray());
        Assert.Equal([1], probe.Active(1));
    }

    [Fact]
    public void Pruned_layers_compute_what_the_whole_ones_do_where_the_dropped_neurons_are_zero()
    {
        Tensor x = RuleTable.Random(1, 4, 5).To(Device.Cpu), w1 = RuleTable.Random(2, 6, 5).To(Device.Cpu), w2 = RuleTable.Random(3, 3, 6).To(Device.Cpu);
        int[] kept = [0, 3, 4];
        float[] masked = w1.ToArray();
        foreach (int neuron in new[] { 1, 2, 5 })
            masked.AsSpan(neuron * 5, 5).Clear();
        Tensor whole = Ops.Linear(Ops.Tanh(Ops.Linear(x, Tensor.From(masked, [6, 5]))), w2);
        Tensor small = Ops.Linear(Ops.Tanh(Ops.Linear(x, Pruning.Keep(w1, 0, kept))), Pruning.Keep(w2, 1, kept));
        foreach ((float expected, float actual) in whole.ToArray().Zip(small.ToArray()))
            Assert.Equal(expected, actual, 1e-5f);
        TensorTests.Says<ArgumentException>("the neurons must ascend", () => Pruning.Keep(w1, 0, [1, 1]));
        TensorTests.Says<ArgumentException>("has no axis 2", () => Pruning.Keep(w1, 2, [1]));
    }

    private static Tensor Normal(int rows, int columns)
    {
        var random = new Random(5);
        return Tensor.From([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))], [rows, columns]);
    }

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
