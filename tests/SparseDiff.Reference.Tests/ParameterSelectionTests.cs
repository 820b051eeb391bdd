namespace SparseDiff.Tests.Reference;

/// <summary>Attributes on parameters mean what the update objects do.</summary>
public class ParameterSelectionTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void An_attribute_on_a_parameter_means_error_feedback_of_the_largest_entries_of_each_tensor(string name)
    {
        Device device = name == "cpu" ? Device.Cpu : Device.Reference;
        var selected = new SelectedNet().To(device);
        var plain = new PlainNet().To(device);
        SelectedNet.Gradients ours = selected.CreateGradients();
        PlainNet.Gradients theirs = plain.CreateGradients();
        TopKUpdate update = new(0.5f) { PerTensor = true };
        SelectionUpdate random = new(new RandomK(0.3f) { Seed = 5 }) { ErrorFeedback = false };
        Sgd first = new(0.1f), second = new(0.1f);
        for (int step = 0; step < 5; step++)
        {
            Tensor x = Numbers(step, 6, 5).To(device);
            Labels labels = Labels.From([0, 1, 2, 0, 1, step % 3], device);
            selected.Ratio.Step = step;
            update.Budget = selected.Ratio.Value;
            Assert.Equal(plain.LossWithGradients(x, labels, theirs), selected.LossWithGradients(x, labels, ours), 1e-6f);
            update.Apply(new Part(theirs.W1, theirs.B1));
            random.Apply(new Part(theirs.W2));
            for (int i = 0; i < 3; i++)
            {
                float[] expected = theirs.Entries[i]!.Values.ToArray();
                Assert.Equal(expected, ours.Entries[i]!.Values.ToArray());
                Assert.Contains(expected, static value => value == 0);
                Assert.Contains(expected, static value => value != 0);
            }

            first.Step(selected, ours);
            second.Step(plain, theirs);
        }
    }

    [Theory]
    [InlineData("cpu", "gaussian")]
    [InlineData("reference", "gaussian")]
    [InlineData("cpu", "dgc")]
    [InlineData("cpu", "threshold")]
    [InlineData("cpu", "blocks")]
    public void A_policy_in_a_member_means_error_feedback_of_what_it_selects(string name, string kind)
    {
        Device device = name == "cpu" ? Device.Cpu : Device.Reference;
        Schedule budget = Schedule.WarmUp(1, 0.5f, 0.2f);
        var chosen = new ChosenNet(Policy()).To(device);
        var plain = new PlainNet().To(device);
        ChosenNet.Gradients ours = chosen.CreateGradients();
        PlainNet.Gradients theirs = plain.CreateGradients();
        SelectionUpdate update = new(Policy());
        Sgd first = new(0.1f), second = new(0.1f);
        for (int step = 0; step < 6; step++)
        {
            Tensor x = Numbers(step, 6, 5).To(device);
            Labels labels = Labels.From([0, 1, 2, 0, 1, step % 3], device);
            budget.Step = step;
            if (step == 4) // The member is read at every step.
                chosen.Policy = update.Policy = new TopK(2) { Scope = SelectionScope.Tensor };
            Assert.Equal(plain.LossWithGradients(x, labels, theirs), chosen.LossWithGradients(x, labels, ours));
            update.Apply(new Part(theirs.W1, theirs.B1));
            Assert.Equal(theirs.W1.Values.ToArray(), ours.W1.Values.ToArray());
            Assert.Equal(theirs.B1.Values.ToArray(), ours.B1.Values.ToArray());
            Assert.Contains(ours.W1.Values.ToArray(), static value => value == 0);
            Assert.Contains(ours.W1.Values.ToArray(), static value => value != 0);
            Assert.Equal(theirs.W2.Values.ToArray(), ours.W2.Values.ToArray());
            first.Step(chosen, ours);
            second.Step(plain, theirs);
        }

        ISelection<SparseRows> Policy() => kind switch
        {
            "gaussian" => new GaussianK(budget),
            "dgc" => new DgcK(budget),
            "blocks" => new TopKBlocks(budget, 2),
            _ => new Threshold(budget.Times(0.01f)),
        };
    }

    [Theory]
    [InlineData("sampled")]
    [InlineData("random")]
    public void What_an_unbiased_policy_in_a_member_drops_is_not_kept(string kind)
    {
        ISelection<SparseRows> policy = kind == "sampled" ? new SampledK(0.3f) { Seed = 2 } : new RandomK(0.3f) { Seed = 2 };
        var chosen = new ChosenNet(policy);
        var plain = new PlainNet();
        ChosenNet.Gradients ours = chosen.CreateGradients();
        PlainNet.Gradients theirs = plain.CreateGradients();
        Tensor x = Numbers(1, 6, 5);
        Labels labels = Labels.From([0, 1, 2, 0, 1, 2]);
        plain.LossWithGradients(x, labels, theirs);
        float[] exact = theirs.W1.Values.ToArray();
        const int draws = 4000;
        var sums = new double[exact.Length];
        var squares = new double[exact.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            chosen.LossWithGradients(x, labels, ours); // The same batch: each time as much on average.
            float[] passed = ours.W1.Values.ToArray();
            for (int i = 0; i < passed.Length; i++)
            {
                sums[i] += passed[i];
                squares[i] += (double)passed[i] * passed[i];
            }
        }

        for (int i = 0; i < exact.Length; i++)
        {
            double mean = sums[i] / draws, error = Math.Sqrt(Math.Max(0, (squares[i] / draws) - (mean * mean)) / draws);
            Assert.True(Math.Abs(mean - exact[i]) <= (4.5 * error) + 1e-6, $"entry {i}: mean {mean}, exact {exact[i]}, standard error {error}.");
        }

        SelectionUpdate update = new(policy);
        Assert.Contains("unbiased", Assert.Throws<InvalidOperationException>(() => update.Apply(theirs)).Message, StringComparison.Ordinal);
        update.ErrorFeedback = false;
        update.Apply(theirs);
    }

    [Fact]
    public void Only_rows_with_selected_entries_are_touched()
    {
        var model = new SelectedNet();
        SelectedNet.Gradients gradients = model.CreateGradients();
        model.Ratio.Step = 2;
        model.LossWithGradients(Numbers(1, 6, 5), Labels.From([0, 1, 2, 0, 1, 2]), gradients);
        Assert.InRange(gradients.W1.TouchedRows.Length, 1, 4);
        Assert.Equal(4, gradients.W1.Values.ToArray().Count(static value => value != 0));
        gradients.Dispose();
    }

    private static Tensor Numbers(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, shape.Aggregate(static (a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)], shape);
    }

    private sealed class Part(params RowGradient[] entries) : IGradients
    {
        public IReadOnlyList<RowGradient?> Entries => entries;
    }
}
