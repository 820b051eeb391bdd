namespace SparseDiff.Tests.Reference;

public class TwicePointedTests
{
    private const int Batch = 30;

    public static TheoryData<string, string> Policies()
    {
        var data = new TheoryData<string, string>();
        foreach (string device in new[] { "cpu", "reference" })
        {
            foreach (string policy in new[] { "ratio", "count", "variance", "largest", "energy" })
                data.Add(device, policy);
        }

        return data;
    }

    [Theory, MemberData(nameof(Policies))]
    public void A_second_point_of_examples_selects_what_it_would_of_the_dense_gradient(string deviceName, string policy)
    {
        Device device = deviceName == "cpu" ? Device.Cpu : Device.Reference;
        var sparse = new TwicePointed(new SampledExamples(0.4f) { Seed = 1 }, Policy()).To(device);
        var dense = new TwicePointed(new SampledExamples(0.4f) { Seed = 1 }, new Densified(Policy())).To(device);
        TwicePointed.Gradients ours = sparse.CreateGradients(), theirs = dense.CreateGradients();
        for (int step = 0; step < 4; step++)
        {
            (Tensor x, Labels labels) = Drawn(step, device);
            Assert.Equal(dense.LossWithGradients(x, labels, theirs), sparse.LossWithGradients(x, labels, ours));
            for (int i = 0; i < 3; i++)
                Assert.Equal(theirs.Entries[i]!.Values.ToArray(), ours.Entries[i]!.Values.ToArray(), static (a, b) => Math.Abs(a - b) <= 1e-6f);
        }

        ISelection<SparseExamples> Policy() => policy switch
        {
            "ratio" => new SampledExamples(0.2f) { Seed = 2 },
            "count" => new SampledExamples(25) { Seed = 2 }, // More than the first point leaves: all of those pass.
            "variance" => new SampledExamples(Budget.Variance(0.5)) { Seed = 2 },
            "largest" => new TopKExamples(0.1f),
            _ => new TopKExamples(Budget.Energy(0.6)),
        };
    }

    [Fact]
    public void Two_markers_give_on_average_the_whole_gradient()
    {
        var model = new TwicePointed(new SampledExamples(1f), new SampledExamples(1f));
        TwicePointed.Gradients gradients = model.CreateGradients();
        (Tensor x, Labels labels) = Drawn(1, Device.Cpu);
        model.LossWithGradients(x, labels, gradients);
        float[] whole = gradients.W1.Values.ToArray();
        const int draws = 4000;
        double[] sum = new double[whole.Length], squares = new double[whole.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            model.MarkedWithGradients(x, labels, gradients);
            float[] drawn = gradients.W1.Values.ToArray();
            for (int i = 0; i < drawn.Length; i++)
                (sum[i], squares[i]) = (sum[i] + drawn[i], squares[i] + ((double)drawn[i] * drawn[i]));
        }

        // Five standard errors, for 240 entries.
        for (int i = 0; i < whole.Length; i++)
        {
            double mean = sum[i] / draws;
            double error = Math.Sqrt(Math.Max(0, (squares[i] / draws) - (mean * mean)) / draws);
            Assert.InRange(mean, whole[i] - (5 * error) - 1e-6, whole[i] + (5 * error) + 1e-6);
        }
    }

    [Fact]
    public void Nothing_is_left_of_nothing()
    {
        SparseExamples none = Sparsify.ByVjp(Tensor.Zeros(5, 3), new SampledExamples(0.5f));
        SparseExamples again = Sparsify.SampledKExamplesVjp(none, 0.5f, 1);
        Assert.Equal((0, 5), (again.Pattern.Count, again.Pattern.Extent));
        Assert.Equal(new float[15], again.ToDense().ToArray());
        Assert.Equal(new float[15], Sparsify.ByVjp(none, new TopKExamples(2)).ToDense().ToArray());
    }

    private static (Tensor X, Labels Labels) Drawn(int seed, Device device)
    {
        var random = new Random(seed);
        Tensor x = Tensor.From([.. Enumerable.Range(0, Batch * 10).Select(_ => (random.NextSingle() - 0.5f) * 4)], [Batch, 10]).To(device);
        return (x, Labels.From([.. Enumerable.Range(0, Batch).Select(_ => random.Next(4))], device));
    }

    /// <summary>A policy that knows dense gradients only.</summary>
    private sealed class Densified(ISelection<SparseExamples> policy) : ISelection<SparseExamples>
    {
        public void Select(Tensor gradient, SparseExamples into, ulong draw) => policy.Select(gradient, into, draw);
    }
}
