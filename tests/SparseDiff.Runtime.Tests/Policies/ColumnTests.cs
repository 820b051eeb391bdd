using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Policies;

public class ColumnTests
{
    public static TheoryData<string> Devices() => ["cpu", "reference"];

    [Theory, MemberData(nameof(Devices))]
    public void The_columns_with_the_largest_norms_pass_and_of_equal_ones_the_first(string device)
    {
        Tensor g = Tensor.From([1, -3, 3, 2, 0, 5, 5, -5], [2, 4], Find(device));
        SparseColumns two = Sparsify.TopKColumnsVjp(g, 2);
        Assert.Equal([1, 2], two.Pattern.ToArray());
        Assert.Equal([-3, 3, 5, 5], two.Values.ToArray());
        Assert.Equal([0, -3, 3, 0, 0, 5, 5, 0], two.ToDense().ToArray());

        // By L1 column 0 (3 + 3) wins, by L2 column 1 (5 + 0).
        Tensor other = Tensor.From([3, 5, 3, 0], [2, 2], Find(device));
        SparseColumns into = new(Find(device));
        TopKColumns policy = new(1);
        policy.Select(other, into, 0);
        Assert.Equal([0], into.Pattern.ToArray());
        policy.Norm = SliceNorm.L2;
        policy.Select(other, into, 0);
        Assert.Equal([1], into.Pattern.ToArray());
    }

    [Theory, MemberData(nameof(Devices))]
    public void A_column_with_what_is_not_finite_ranks_first(string device)
    {
        Tensor g = Tensor.From([1, 2, 3, float.NaN, 9, 8, 7, 0], [2, 4], Find(device));
        Assert.Equal([3], Sparsify.TopKColumnsVjp(g, 1).Pattern.ToArray());
        g = Tensor.From([1, float.NegativeInfinity, 3, 0, 9, 8, 7, 0], [2, 4], Find(device));
        Assert.Equal([1], Sparsify.TopKColumnsVjp(g, 0.25f).Pattern.ToArray());
    }

    [Theory, MemberData(nameof(Devices))]
    public void The_bias_gets_the_sums_of_all_columns_when_asked(string device)
    {
        Tensor g = Tensor.From([1, -3, 3, 2, 0, 5, 5, -5], [2, 4], Find(device));
        SparseColumns into = new(Find(device));
        RowGradient bias = new(Tensor.Zeros(Find(device), 4));
        TopKColumns policy = new(2);
        policy.Select(g, into, 0);
        Ops.LinearVjpB(into, bias);
        Assert.Equal([0, 2, 8, 0], bias.Values.ToArray());
        bias.Clear();
        policy.BiasFromAll = true;
        policy.Select(g, into, 0);
        Ops.LinearVjpB(into, bias);
        Assert.Equal([1, 2, 8, -3], bias.Values.ToArray());
    }

    [Theory, MemberData(nameof(Devices))]
    public void Sums_keep_equal_columns_and_unite_different_ones(string device)
    {
        Tensor g = RuleTable.Random(3, 2, 3, 6).To(Find(device));
        SparseColumns a = Keep(g, [1, 4]), b = Keep(g, [0, 4, 5]);
        Assert.Same(a.Pattern, Formats.Add(a, Like(a)).Pattern);
        SparseColumns union = Formats.Add(a, b);
        Assert.Equal([0, 1, 4, 5], union.Pattern.ToArray());
        float[] expected = [.. a.ToDense().ToArray().Zip(b.ToDense().ToArray(), static (x, y) => x + y)];
        Assert.Equal(expected, union.ToDense().ToArray());
        Assert.Equal(expected, Formats.Add(a, b.ToDense()).ToArray());
    }

    [Theory, MemberData(nameof(Devices))]
    public void A_stretched_gradient_is_summed_as_the_dense_one(string device)
    {
        Tensor g = RuleTable.Random(3, 2, 3, 6).To(Find(device));
        foreach (SparseSlices part in new SparseSlices[] { Keep(g, [1, 4]), Examples(g, [1]) })
        {
            foreach (int[] shape in new int[][] { [2, 3, 6], [3, 6], [6], [1], [], [1, 3, 6], [2, 1, 6], [2, 3, 1], [2, 1, 1], [3, 1] })
            {
                Tensor like = Tensor.Zeros(Find(device), shape);
                float[] expected = Formats.SumTo(part.ToDense(), like).ToArray();
                Tensor actual = part is SparseColumns columns ? Formats.SumTo(columns, like).ToDense() : Formats.SumTo((SparseExamples)part, like).ToDense();
                AssertClose(expected, actual.ToArray(), Shapes.Text(shape));
                RowGradient into = new(like);
                Formats.SumTo(part, into);
                AssertClose(expected, into.Values.ToArray(), Shapes.Text(shape));
            }
        }
    }

    [Fact]
    public void Keep_refuses_slices_that_do_not_ascend() =>
        TensorTests.Says<ArgumentException>("the slices must ascend and lie in 0 to 3, but slice 1 is 1", () => Keep(Tensor.Zeros(2, 4), [1, 1]));

    internal static SparseExamples Examples(Tensor g, int[] examples)
    {
        SparseExamples result = new(g.Device);
        result.Keep(g, examples);
        return result;
    }

    private static SparseColumns Keep(Tensor g, int[] columns)
    {
        SparseColumns result = new(g.Device);
        result.Keep(g, columns);
        return result;
    }

    private static SparseColumns Like(SparseColumns a)
    {
        SparseColumns result = new(a.Device);
        Tensor values = result.BeginLike(a, a.Shape);
        values.CopyFrom(a.Values.ToArray());
        return result;
    }

    private static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-5, $"{what}: entry {i} is {actual[i]}, expected {expected[i]}.");
    }

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
