using SparseDiff.Tests.Rules;

namespace SparseDiff.Tests.Operations;

public class ChildrenTests
{
    [Fact]
    public void The_first_of_equal_norms_is_the_largest_and_what_is_no_number_is_infinite()
    {
        Assert.Equal(1, Formats.Largest(1, 3, 2, 3));
        Assert.Equal(2, Formats.Largest(1, 3, double.NaN, double.PositiveInfinity));
        Assert.Equal(0, Formats.Largest(0, 0));
    }

    [Fact]
    public void A_policy_chooses_the_largest_by_count_share_and_energy()
    {
        Assert.Equal(ChildSet.Of(1), new MaxChild().Choose(1, 3, 2, 3));
        Assert.Equal(ChildSet.Of(1, 3), new MaxChild(2).Choose(1, 3, 2, 3));
        Assert.Equal(ChildSet.Of(0, 1), new MaxChild(5).Choose(1, 3));
        Assert.Equal(ChildSet.Of(2, 3), new MaxChild(0.5f).Choose(1, 3, double.NaN, double.PositiveInfinity));
        Assert.Equal(ChildSet.Of(1), new MaxChild(Budget.Energy(0.9)).Choose(1, 3));
        Assert.Equal(ChildSet.Of(0, 1), new MaxChild(Budget.Energy(0.91)).Choose(1, 3));
        Assert.Equal(ChildSet.Of(0), new MaxChild().Choose(0, 0));
        Assert.Equal(ChildSet.Of(1), new MaxChild().Choose(1, 1 + 1e-12)); // Sums have more digits and more range than a float.
        Assert.Equal(ChildSet.Of(1), new MaxChild().Choose(1e39, 2e39));
        Assert.Equal(ChildSet.Of(1), new MaxChild(Budget.Energy(0.9)).Choose(1e-60, 3e-60));
        Tensors.TensorTests.Says<NotSupportedException>("does not go with this policy", static () => new MaxChild(Budget.Variance(1)).Choose(1, 2));
        Tensors.TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 2", static () => new MaxChild(0).Choose(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ChildSet.Of(64));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void A_gradient_of_any_format_passes_whole_or_not_at_all(string name)
    {
        Device device = name == "cpu" ? Device.Cpu : Device.Reference;
        Tensor g = RuleTable.Random(3, 3, 4, 5).To(device);
        double norm = g.ToArray().Sum(static value => Math.Abs((double)value));
        Assert.Equal(norm, Formats.Norm1(g), 1e-4);
        Check(g, Formats.Only(g, passes: true).ToDense(), Formats.Only(g, passes: false).ToDense());
        foreach (float ratio in new[] { 0.2f, 0.9f })
        {
            SparseRows rows = Sparsify.TopKVjp(g, ratio, SelectionScope.Row);
            Assert.Equal(rows.ToDense().ToArray().Sum(static value => Math.Abs((double)value)), Formats.Norm1(rows), 1e-4);
            Check(rows.ToDense(), Formats.Only(rows, passes: true).ToDense(), Formats.Only(rows, passes: false).ToDense());
        }

        SparseColumns columns = Sparsify.TopKColumnsVjp(g, 2);
        Assert.Equal(columns.ToDense().ToArray().Sum(static value => Math.Abs((double)value)), Formats.Norm1(columns), 1e-4);
        Check(columns.ToDense(), Formats.Only(columns, passes: true).ToDense(), Formats.Only(columns, passes: false).ToDense());
        SparseExamples examples = Policies.ColumnTests.Examples(g, [0, 2]);
        Check(examples.ToDense(), Formats.Only(examples, passes: true).ToDense(), Formats.Only(examples, passes: false).ToDense());
        Assert.Equal(0, Formats.Norm1(Tensor.Zeros(device, 0, 3)));
    }

    [Fact]
    public void Behind_a_loser_rules_cost_nothing_and_touch_nothing()
    {
        Tensor g = RuleTable.Random(3, 4, 6).To(Device.Cpu), w = RuleTable.Random(4, 6, 5).To(Device.Cpu), x = RuleTable.Random(5, 4, 5).To(Device.Cpu);
        SparseRows none = Formats.Only(g, passes: false);
        RowGradient into = new(w);
        Ops.LinearVjpW(x, none, into);
        Assert.Empty(into.TouchedRows.ToArray());
        Assert.All(Ops.LinearVjpX(none, x, w).ToArray(), static value => Assert.Equal(0, value));
    }

    private static void Check(Tensor expected, Tensor whole, Tensor none)
    {
        Assert.Equal(expected.ToArray(), whole.ToArray());
        Assert.Equal(expected.ShapeText, none.ShapeText);
        Assert.All(none.ToArray(), static value => Assert.Equal(0, value));
    }
}
