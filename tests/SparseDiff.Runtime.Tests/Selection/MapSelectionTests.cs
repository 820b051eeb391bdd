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

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_each_part_the_fewest_pass_that_hold_a_share_of_its_energy(string device, SelectionScope scope, int k)
    {
        double share = k switch { 1 => 0, 3 => 0.4, _ => 0.9 };
        Tensor a = RuleTable.Random(5, 3, 4, 2, 5).To(Find(device)), b = RuleTable.Random(6, 4, 1, 1).To(Find(device));
        Tensor g = a * b;
        float[] values = g.ToArray();
        (values[3], values[45], values[46]) = (float.NaN, float.NegativeInfinity, 0);
        g.CopyFrom(values);
        foreach ((Tensor gradient, float[] numbers) in new[] { (g, values), (Tensor.Zeros(Find(device), 3, 4, 2, 5), new float[120]) })
        {
            float[] expected = new float[numbers.Length];
            foreach (IGrouping<int, int> part in Parts(numbers.Length, scope))
            {
                double wanted = share * part.Sum(i => float.IsFinite(numbers[i]) ? (double)numbers[i] * numbers[i] : 0), held = 0;
                int kept = 0;
                foreach (int i in part.OrderByDescending(i => float.IsFinite(numbers[i]) ? Math.Abs(numbers[i]) : float.PositiveInfinity).TakeWhile(i => numbers[i] != 0 && (!float.IsFinite(numbers[i]) || kept == 0 || held < wanted)))
                {
                    held += float.IsFinite(numbers[i]) ? (double)numbers[i] * numbers[i] : 0;
                    (expected[i], kept) = (numbers[i], kept + 1);
                }
            }

            Assert.Equal(expected, Sparsify.TopKVjp(gradient, Budget.Energy(share), scope).ToDense().ToArray());
            Assert.Equal(expected, Sparsify.TopKVjp(Policies.ColumnTests.Examples(gradient, [0, 1, 2]), Budget.Energy(share), scope).ToDense().ToArray());
            float[] some = [.. expected.Select(static (value, i) => i / 40 == 1 ? 0 : value)];
            Assert.Equal(some, Sparsify.TopKVjp(Policies.ColumnTests.Examples(gradient, [0, 2]), Budget.Energy(share), scope).ToDense().ToArray());
        }

        float[] product = Sparsify.TopKVjp(a * b, Budget.Energy(share), scope).ToDense().ToArray();
        Assert.Equal(product, Sparsify.TopKVjp(default(Binary<Lanes.Multiply>), [a, b], Budget.Energy(share), scope).ToDense().ToArray());
        TensorTests.Says<ArgumentOutOfRangeException>("share of energy", () => Sparsify.TopK(g, Budget.Energy(1.5), scope));
        TensorTests.Says<NotSupportedException>("a budget of variance", () => Sparsify.TopKVjp(g, Budget.Variance(0.5), scope));
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
        {
            foreach (int[] shape in new int[][] { [0, 4, 2, 5], [3, 0, 2, 5], [3, 4, 0, 5] })
            {
                foreach (Budget budget in new[] { 0.5f, Budget.Energy(0.5) })
                    Assert.Empty(Sparsify.TopKVjp(Tensor.Zeros(shape), budget, scope).ToDense().ToArray());
            }
        }
    }

    private static float[] Expected(float[] values, SelectionScope scope, int k)
    {
        var result = new float[values.Length];
        foreach (int index in Parts(values.Length, scope).SelectMany(part => part.OrderByDescending(i => Math.Abs(values[i])).Take(k)))
            result[index] = values[index];
        return result;
    }

    private static IEnumerable<IGrouping<int, int>> Parts(int length, SelectionScope scope) => Enumerable.Range(0, length).GroupBy(i => scope switch
    {
        SelectionScope.PerExample => i / 40,
        SelectionScope.PerChannel => i / 10,
        _ => (i / 40 * 10) + (i % 10),
    });

    private static Device Find(string name) => name == "cpu" ? Device.Cpu : Device.Reference;
}
