using Xunit.Abstractions;

namespace SparseDiff.Tests.Reference;

public class MaxChildTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void The_gradients_of_the_five_nodes_are_those_computed_by_hand(string name)
    {
        FiveNodes model = new FiveNodes().To(name == "cpu" ? Device.Cpu : Device.Reference);
        FiveNodes.Gradients gradients = model.CreateGradients();
        Assert.Equal(86, model.DenseWithGradients(gradients));
        Assert.Equal((69, 22, 4), Read());

        // R always receives its 1; at n4 the gradients 22 (into n3) and 3 (into n2) compete, so what n2 is made of receives nothing.
        Assert.Equal(86, model.LargestWithGradients(gradients));
        Assert.Equal((66, 22, 1), Read());

        // Parameters compete: 1 and 1 (the first, n4, wins), 22 and 3 (n3), 22 and -22 (n1), 66 and 44 (P).
        Assert.Equal(86, model.LargestOfAllWithGradients(gradients));
        Assert.Equal((66, 0, 0), Read());

        // A policy in a member: one child, all children, or those that hold a share of the squares: at n4 22² of 22² + 3² is 98 %.
        Assert.Equal(86, model.ByPolicyWithGradients(gradients));
        Assert.Equal((66, 22, 1), Read());
        model.Policy = new MaxChild(1f);
        model.ByPolicyWithGradients(gradients);
        Assert.Equal((69, 22, 4), Read());
        model.Policy = new MaxChild(Budget.Energy(0.97));
        model.ByPolicyWithGradients(gradients);
        Assert.Equal((66, 22, 1), Read());
        model.Policy = new MaxChild(Budget.Energy(0.99));
        model.ByPolicyWithGradients(gradients);
        Assert.Equal((69, 22, 4), Read());

        (float, float, float) Read() => (gradients.P.Values.ToArray()[0], gradients.Q.Values.ToArray()[0], gradients.R.Values.ToArray()[0]);
    }

    [Fact]
    public void Of_two_towers_one_receives_its_whole_gradient_and_the_other_nothing()
    {
        var model = new TwoTowers(1);
        TwoTowers.Gradients dense = model.CreateGradients(), largest = model.CreateGradients();
        (Tensor left, Tensor right, Labels pairs) = Pairs(3);
        Assert.Equal(model.DenseWithGradients(left, right, pairs, dense), model.LargestWithGradients(left, right, pairs, largest));
        bool isLeft = largest.Left2.TouchedRows.Length > 0;
        Assert.NotEqual(isLeft, largest.Right2.TouchedRows.Length > 0);
        Assert.NotEqual(isLeft, largest.Right1.TouchedRows.Length > 0);
        AssertClose(isLeft ? dense.Left1 : dense.Right1, isLeft ? largest.Left1 : largest.Right1);
        AssertClose(isLeft ? dense.Left2 : dense.Right2, isLeft ? largest.Left2 : largest.Right2);
    }

    [Fact]
    public void Towers_trained_one_at_a_time_learn_what_they_learn_together()
    {
        float first = Train(0, largest: true), dense = Train(300, largest: false), one = Train(300, largest: true);
        output.WriteLine($"Two towers: loss {first:F3}; after 300 steps {dense:F3} dense, {one:F3} by the largest child.");
        Assert.True(dense < 0.5f * first, $"{dense} of {first}");
        Assert.True(one < 0.6f * first, $"{one} of {first}");
    }

    private static float Train(int steps, bool largest)
    {
        var model = new TwoTowers(1);
        TwoTowers.Gradients gradients = model.CreateGradients();
        Adam optimizer = new(3e-3f);
        for (int step = 0; step < steps; step++)
        {
            (Tensor left, Tensor right, Labels pairs) = Pairs(step);
            if (largest)
                model.LargestWithGradients(left, right, pairs, gradients);
            else
                model.DenseWithGradients(left, right, pairs, gradients);
            optimizer.Step(model, gradients);
        }

        (Tensor heldLeft, Tensor heldRight, Labels heldPairs) = Pairs(-1);
        return model.DenseWithGradients(heldLeft, heldRight, heldPairs, gradients);
    }

    /// <summary>Sixteen pairs: the right side is the left one turned, with a little noise.</summary>
    private static (Tensor Left, Tensor Right, Labels Pairs) Pairs(int seed)
    {
        var random = new Random(seed);
        float[] left = [.. Enumerable.Range(0, 16 * 6).Select(_ => random.NextSingle() - 0.5f)];
        float[] right = [.. Enumerable.Range(0, 16 * 6).Select(i => left[(i / 6 * 6) + ((i + 2) % 6)] + (0.05f * (random.NextSingle() - 0.5f)))];
        return (Tensor.From(left, [16, 6]), Tensor.From(right, [16, 6]), Labels.From([.. Enumerable.Range(0, 16)]));
    }

    private static void AssertClose(RowGradient expected, RowGradient actual)
    {
        foreach ((float e, float a) in expected.Values.ToArray().Zip(actual.Values.ToArray()))
            Assert.Equal(e, a, 1e-5f);
    }
}
