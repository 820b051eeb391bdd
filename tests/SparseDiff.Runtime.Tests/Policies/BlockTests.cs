using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Policies;

public class BlockTests
{
    public static TheoryData<string, int, SliceNorm> Cases()
    {
        var data = new TheoryData<string, int, SliceNorm>();
        foreach (string device in new[] { "cpu", "reference" })
        {
            foreach (int size in new[] { 1, 2, 3, 7, 35, 100 })
            {
                data.Add(device, size, SliceNorm.L1);
                data.Add(device, size, SliceNorm.L2);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_blocks_that_pass_are_those_of_the_definition(string device, int size, SliceNorm norm)
    {
        Tensor g = RuleTable.Random(3, 5, 7).To(Find(device));
        float[] all = g.ToArray();
        int blocks = (all.Length + size - 1) / size;
        foreach (int k in new[] { 1, Math.Min(3, blocks), blocks })
        {
            HashSet<int> largest = [.. Enumerable.Range(0, blocks).OrderByDescending(Score).Take(k)];
            float[] expected = [.. all.Select((value, i) => largest.Contains(i / size) ? value : 0)];
            SparseRows kept = new(Find(device));
            new TopKBlocks(k, size) { Norm = norm }.Select(g, kept, 0);
            Assert.Equal(expected, kept.ToDense().ToArray());
            Assert.Equal(expected, Sparsify.TopKBlocksVjp(g, k, size, norm).ToDense().ToArray());
        }

        double Score(int block) => all.Skip(block * size).Take(size).Sum(value => norm == SliceNorm.L1 ? Math.Abs((double)value) : (double)value * value);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Of_equal_blocks_the_first_pass_and_what_is_no_number_ranks_above_all(string device)
    {
        Tensor g = Tensor.From([1, 1, 2, 0, 0, 2, 1, 0, 9], [3, 3], Find(device));
        Assert.Equal([1, 1, 2, 0, 0, 0, 0, 0, 9], Keep(g, 3, 2).ToDense().ToArray());
        g = Tensor.From([9, 9, 0, float.NaN, 8, 8, 0, float.NegativeInfinity], [2, 4], Find(device));
        Assert.Equal([0, float.NaN, 0, float.NegativeInfinity], Keep(g, 2, 2).ToDense().ToArray().Where(static (_, i) => i is 2 or 3 or 6 or 7));
        Assert.Equal(4, Keep(g, 2, 2).Count);
    }

    [Fact]
    public void A_budget_of_energy_keeps_the_fewest_blocks_that_suffice()
    {
        Tensor g = Tensor.From([3, 0, 0, 1, 1, 1, 0, 0], [2, 4]);
        SparseRows kept = new(Device.Cpu);
        new TopKBlocks(Budget.Energy(9.0 / 12), 2).Select(g, kept, 0);
        Assert.Equal([3, 0, 0, 0, 0, 0, 0, 0], kept.ToDense().ToArray());
        new TopKBlocks(Budget.Energy(10.0 / 12), 2).Select(g, kept, 0);
        Assert.Equal([3, 0, 0, 0, 1, 1, 0, 0], kept.ToDense().ToArray());
    }

    [Fact]
    public void Bad_arguments_say_what_is_wrong()
    {
        Tensor g = Tensor.Zeros(2, 4);
        TensorTests.Says<ArgumentOutOfRangeException>("at least 1 entry", () => Keep(g, 1, 0));
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 4, the number of entries of blocks", () => Keep(g, 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparsify.TopKBlocks(g, 1.5f, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparsify.TopKBlocks(g, 1, 0));
        Assert.Equal(0, Keep(Tensor.Zeros(0, 4), 1, 2).Count);
    }

    private static SparseRows Keep(Tensor g, int k, int size)
    {
        SparseRows kept = new(g.Device);
        new TopKBlocks(k, size).Select(g, kept, 0);
        return kept;
    }

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
