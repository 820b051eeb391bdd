using SparseDiff.Kernels;
using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Selection;

public class MapSelectionTests
{
    public static TheoryData<string, SelectionScope, int> Cases()
    {
        var data = new TheoryData<string, SelectionScope, int>();
        foreach (string device in new[] { "cpu", "reference" })
        {
            foreach (SelectionScope scope in new[] { SelectionScope.PerExample, SelectionScope.PerChannel, SelectionScope.PerPosition })
            {
                foreach (int k in new[] { 1, 3, 4 })
                    data.Add(device, scope, k);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_largest_entries_of_each_part_of_a_map_pass_and_nothing_else(string device, SelectionScope scope, int k)
    {
        Tensor g = RuleTable.Random(5, 3, 4, 2, 5).To(Find(device));
        float[] values = g.ToArray();
        SparseRows kept = Sparsify.TopKVjp(g, k, scope);
        Assert.Equal("[3, 4, 2, 5]", kept.ShapeText);
        Assert.Equal(Expected(values, scope, k), kept.ToDense().ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_gradient_that_is_produced_on_the_way_is_selected_from_like_one_that_exists(string device, SelectionScope scope, int k)
    {
        Tensor a = RuleTable.Random(5, 3, 4, 2, 5).To(Find(device));
        foreach (Tensor b in new[] { RuleTable.Random(6, 3, 4, 2, 5).To(Find(device)), RuleTable.Random(6, 4, 1, 1).To(Find(device)) })
        {
            float[] expected = Sparsify.TopKVjp(a * b, k, scope).ToDense().ToArray();
            Assert.Equal(expected, Sparsify.TopKVjp(default(Binary<Lanes.Multiply>), [a, b], k, scope).ToDense().ToArray());
        }
    }

    [Fact]
    public void Counts_and_shapes_that_do_not_fit_the_scope_are_refused()
    {
        Tensor x = Tensor.Zeros(3, 4, 2, 5);
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 40", () => Sparsify.TopK(x, 41, SelectionScope.PerExample));
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 10", () => Sparsify.TopK(x, 11, SelectionScope.PerChannel));
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 4", () => Sparsify.TopK(x, 5, SelectionScope.PerPosition));
        TensorTests.Says<ShapeException>("needs a value of at least 2 dimensions", () => Sparsify.TopK(Tensor.Zeros(3), 1, SelectionScope.PerChannel));
    }

    [Fact]
    public void An_empty_batch_has_an_empty_selection()
    {
        foreach (SelectionScope scope in new[] { SelectionScope.PerExample, SelectionScope.PerChannel, SelectionScope.PerPosition })
            Assert.Empty(Sparsify.TopKVjp(Tensor.Zeros(0, 4, 2, 5), 0.5f, scope).ToDense().ToArray());
    }

    private static float[] Expected(float[] values, SelectionScope scope, int k)
    {
        var result = new float[values.Length];
        var parts = Enumerable.Range(0, values.Length).GroupBy(i => scope switch
        {
            SelectionScope.PerExample => i / 40,
            SelectionScope.PerChannel => i / 10,
            _ => (i / 40 * 10) + (i % 10),
        });
        foreach (int index in parts.SelectMany(part => part.OrderByDescending(i => Math.Abs(values[i])).Take(k)))
            result[index] = values[index];
        return result;
    }

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
