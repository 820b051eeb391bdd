using SparseDiff.Kernels;
using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Selection;

public class SelectionTests
{
    [Theory]
    [InlineData(0.05f, 1024, 51)]
    [InlineData(0.05f, 500, 25)]
    [InlineData(0.7f, 10, 7)]
    [InlineData(0f, 10, 1)]
    [InlineData(1f, 10, 10)]
    [InlineData(0.001f, 10, 1)]
    [InlineData(0.5f, 10_000_000, 5_000_000)]
    [InlineData(0.75f, 100_000_000, 75_000_000)]
    [InlineData(0.5f, 0, 0)]
    public void A_ratio_keeps_the_whole_part_but_at_least_one(float ratio, int entries, int k) =>
        Assert.Equal(k, SelectionSize.FromRatio("TopK", ratio, entries));

    [Fact]
    public void Ratios_and_counts_out_of_range_are_refused_forwards_and_backwards()
    {
        Tensor x = Tensor.Zeros(2, 3);
        foreach (float ratio in new[] { -0.1f, 1.1f, float.NaN })
        {
            TensorTests.Says<ArgumentOutOfRangeException>("TopK: ratio must lie in [0, 1]", () => Sparsify.TopK(x, ratio));
            TensorTests.Says<ArgumentOutOfRangeException>("TopK: ratio must lie in [0, 1]", () => Sparsify.TopKVjp(x, ratio, SelectionScope.Row));
            TensorTests.Says<ArgumentOutOfRangeException>("SampledK: ratio must lie in [0, 1]", () => Sparsify.SampledK(x, ratio));
        }

        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 3, the number of entries of a row", () => Sparsify.TopK(x, 4));
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 6, the number of entries of the tensor", () => Sparsify.TopK(x, 7, SelectionScope.Tensor));
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 3", () => Sparsify.TopK(x, 0));
        Assert.Equal(0, SelectionSize.FromCount("TopK", 5, 0, "of the tensor"));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SelectionSize.FromCount("TopK", 0, 0, "of the tensor"));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Top_k_keeps_the_largest_magnitudes_and_of_equal_ones_the_first(string device)
    {
        Tensor g = Tensor.From([1, -3, 3, 2, 0, 5, 5, -5], [2, 4], Find(device));
        Assert.Equal([0, -3, 3, 0, 0, 5, 5, 0], Sparsify.TopKVjp(g, 2, SelectionScope.Row).ToDense().ToArray());
        Assert.Equal([0, -3, 0, 0, 0, 5, 5, -5], Sparsify.TopKVjp(g, 4, SelectionScope.Tensor).ToDense().ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Selection_never_hides_what_is_not_finite(string device)
    {
        Tensor g = Tensor.From([1, float.NaN, 3, 2, float.NegativeInfinity, 5, 6, 7], [2, 4], Find(device));
        foreach (SparseRows kept in new[] { Sparsify.TopKVjp(g, 1, SelectionScope.Row), Sparsify.TopKVjp(g, 2, SelectionScope.Tensor), Sparsify.SampledKVjp(g, 0.25f, 3, SelectionScope.Tensor) })
        {
            float[] dense = kept.ToDense().ToArray();
            Assert.True(float.IsNaN(dense[1]), kept.ToString());
            Assert.Equal(float.NegativeInfinity, dense[4]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_mean_of_many_samples_is_the_gradient_within_its_standard_error(string device)
    {
        const int draws = 4000;
        Tensor g = RuleTable.Random(5, 4, 9).To(Find(device));
        float[] exact = g.ToArray();
        var sums = new double[exact.Length];
        var squares = new double[exact.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            SparseRows kept = Sparsify.SampledKVjp(g, 0.3f, draw, SelectionScope.Tensor);
            Assert.InRange(kept.Count, 9, 11);
            float[] dense = kept.ToDense().ToArray();
            for (int i = 0; i < dense.Length; i++)
            {
                sums[i] += dense[i];
                squares[i] += (double)dense[i] * dense[i];
            }
        }

        for (int i = 0; i < exact.Length; i++)
        {
            double mean = sums[i] / draws;
            double error = Math.Sqrt(Math.Max(0, (squares[i] / draws) - (mean * mean)) / draws);
            Assert.True(Math.Abs(mean - exact[i]) <= (4.5 * error) + 1e-6, $"entry {i}: mean {mean}, exact {exact[i]}, standard error {error}");
        }
    }

    [Fact]
    public void Sampling_passes_everything_when_the_budget_suffices()
    {
        Tensor g = Tensor.From([0, 2, 0, -1], [2, 2]);
        Assert.Equal([0, 2, 0, -1], Sparsify.SampledKVjp(g, 1f, 0, SelectionScope.Tensor).ToDense().ToArray());
        Assert.Equal([0, 2, 0, -1], Sparsify.SampledKVjp(g, 0.75f, 0, SelectionScope.Tensor).ToDense().ToArray());
    }

    [Fact]
    public void Draws_of_a_workspace_differ_from_step_to_step_and_repeat_from_run_to_run()
    {
        Tensor g = RuleTable.Random(5, 40, 40).To(Device.Cpu);
        float[][] Run()
        {
            using var workspace = new Workspace();
            return [.. Enumerable.Range(0, 3).Select(_ => Sparsify.SampledKVjp(g, 0.1f, 11, SelectionScope.Tensor, workspace.Sparse(0)).ToDense().ToArray())];
        }

        float[][] first = Run();
        Assert.Equal(first, Run());
        Assert.NotEqual(first[0], first[1]);
    }

    public static TheoryData<string> Devices() => ["cpu", "reference"];

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
