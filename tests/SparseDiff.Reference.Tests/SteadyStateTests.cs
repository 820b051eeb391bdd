namespace SparseDiff.Tests.Reference;

[CollectionDefinition(nameof(SteadyStateTests), DisableParallelization = true)]
[Collection(nameof(SteadyStateTests))]
public class SteadyStateTests
{
    private const int Batch = 16;

    [Theory]
    [InlineData("dense")]
    [InlineData("row")]
    [InlineData("tensor")]
    [InlineData("sampled")]
    public void A_training_step_allocates_at_most_a_kibibyte(string policy)
    {
        const int steps = 64;
        Mlp model = Model();
        Mlp.Gradients gradients = model.CreateGradients();
        var optimizer = new Adam();
        (Tensor x, Labels labels) = Data();
        for (int i = 0; i < steps; i++)
            Step(policy, model, gradients, optimizer, x, labels);
        long perStep = BytesPerStep(steps, () => Step(policy, model, gradients, optimizer, x, labels));
        Assert.True(perStep <= 1024, $"{policy}: {perStep} bytes per step");
    }

    [Fact]
    public void A_step_that_collects_states_in_a_list_allocates_at_most_a_kibibyte()
    {
        const int steps = 64;
        Indices tokens = Indices.From([.. Enumerable.Range(0, 32).Select(static i => i * 5 % 9)], [8, 4], Device.Cpu);
        Tensor start = Tensor.Zeros(4, 6);
        CollectedLstmLm model = new(9, 5, 6);
        CollectedLstmLm.Gradients gradients = model.CreateGradients();
        for (int i = 0; i < steps; i++)
            model.LossWithGradients(tokens, start, gradients);
        long perStep = BytesPerStep(steps, () => model.LossWithGradients(tokens, start, gradients));
        Assert.True(perStep <= 1024, $"{perStep} bytes per step");
    }

    [Fact]
    public void Two_threads_with_workspaces_of_their_own_do_not_disturb_each_other()
    {
        Mlp model = Model();
        (Tensor x, Labels labels) = Data();
        Mlp.Gradients alone = model.CreateGradients();
        model.RowLossWithGradients(x, labels, alone);
        float[] expected = alone.W1.Values.ToArray();
        Parallel.For(0, 8, _ =>
        {
            using var workspace = new Workspace();
            Mlp.Gradients gradients = model.CreateGradients();
            for (int i = 0; i < 20; i++)
            {
                model.RowLossWithGradients(x, labels, gradients, workspace);
                Assert.Equal(expected, gradients.W1.Values.ToArray());
            }
        });
    }

    [Fact]
    public void Saved_values_that_a_later_forward_pass_overwrote_are_refused()
    {
        Mlp model = Model();
        (Tensor x, Labels labels) = Data();
        Mlp.Gradients gradients = model.CreateGradients();
        model.RowLossForward(x, labels, out Mlp.RowLossSaved old);
        model.RowLossForward(x, labels, out Mlp.RowLossSaved fresh);
        var error = Assert.Throws<InvalidOperationException>(() => model.RowLossBackward(old, gradients));
        Assert.Contains("RowLossBackward: a later forward pass has overwritten", error.Message, StringComparison.Ordinal);
        model.RowLossBackward(fresh, gradients);
    }

    /// <summary>All threads count, for the kernels have some: the least of several windows is what other threads of the process add nothing to.</summary>
    private static long BytesPerStep(int steps, Action step)
    {
        const int windows = 5;
        return Enumerable.Range(0, windows).Min(_ =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < steps; i++)
                step();
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
        });
    }

    private static void Step(string policy, Mlp model, Mlp.Gradients gradients, Adam optimizer, Tensor x, Labels labels)
    {
        float loss = policy switch
        {
            "dense" => model.DenseLossWithGradients(x, labels, gradients),
            "row" => model.RowLossWithGradients(x, labels, gradients),
            "tensor" => model.TensorLossWithGradients(x, labels, gradients),
            _ => model.SampledLossWithGradients(x, labels, gradients),
        };
        Assert.True(float.IsFinite(loss));
        optimizer.Step(model, gradients);
    }

    private static Mlp Model() => new(name => name switch
    {
        "w1" => Init.KaimingUniform(24, 33, 1),
        "w2" => Init.KaimingUniform(20, 24, 2),
        "w3" => Init.KaimingUniform(10, 20, 3),
        "b1" => Tensor.Zeros(24),
        "b2" => Tensor.Zeros(20),
        _ => Tensor.Zeros(10),
    });

    private static (Tensor X, Labels Labels) Data() =>
        (Init.Normal(1, 9, Batch, 33), Labels.From([.. Enumerable.Range(0, Batch).Select(i => i % 10)]));
}
