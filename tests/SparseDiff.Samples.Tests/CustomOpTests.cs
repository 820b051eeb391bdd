using CustomOp;

namespace SparseDiff.Samples.Tests;

/// <summary>The operations that samples/CustomOp adds are as right as the runtime's own.</summary>
public sealed class CustomOpTests
{
    private const int Groups = 3, Inputs = 5, Outputs = 4, Examples = 7;

    private readonly Tensor x = Init.Uniform(-1, 1, seed: 1, Examples, Groups * Inputs);
    private readonly Tensor w = Init.Uniform(-1, 1, seed: 2, Groups * Outputs, Inputs);
    private readonly Tensor dY = Init.Uniform(-1, 1, seed: 3, Examples, Groups * Outputs);

    [Fact]
    public void A_group_sees_only_its_own_inputs()
    {
        float[] y = GroupOps.GroupLinear(x, w).ToArray();
        for (int example = 0; example < Examples; example++)
        {
            for (int output = 0; output < Groups * Outputs; output++)
            {
                double expected = 0;
                for (int i = 0; i < Inputs; i++)
                    expected += (double)x.ToArray()[example * Groups * Inputs + output / Outputs * Inputs + i] * w.ToArray()[output * Inputs + i];
                Assert.Equal(expected, y[example * Groups * Outputs + output], 1e-5);
            }
        }
    }

    [Fact]
    public void The_gradients_are_the_central_differences() // exact but for rounding: the operation is linear in each argument
    {
        float[] dX = GroupOps.GroupLinearVjpX(dY, x, w).ToArray();
        using var dW = new RowGradient(w);
        GroupOps.GroupLinearVjpW(dY, x, w, dW);
        AssertDifferences(x, dX);
        AssertDifferences(w, dW.Values.ToArray());
    }

    [Theory]
    [InlineData(0.05f)]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public void A_sparse_gradient_gives_what_its_dense_form_gives(float ratio)
    {
        SparseRows sparse = Sparsify.TopKVjp(dY, ratio, SelectionScope.Tensor);
        Tensor dense = sparse.ToDense();
        Assert.Equal(GroupOps.GroupLinearVjpX(dense, x, w).ToArray(), GroupOps.GroupLinearVjpX(sparse, x, w).ToArray());
        using var fromSparse = new RowGradient(w);
        using var fromDense = new RowGradient(w);
        for (int pass = 0; pass < 2; pass++) // the second adds to what the first wrote
        {
            GroupOps.GroupLinearVjpW(sparse, x, w, fromSparse);
            GroupOps.GroupLinearVjpW(dense, x, w, fromDense);
        }

        Assert.Equal(fromDense.Values.ToArray(), fromSparse.Values.ToArray());
    }

    [Fact]
    public void Rows_without_a_selected_entry_stay_untouched()
    {
        using var dW = new RowGradient(w);
        GroupOps.GroupLinearVjpW(Sparsify.TopKVjp(dY, 1, SelectionScope.Tensor), x, w, dW);
        Assert.Equal(1, dW.TouchedRows.Length);
    }

    [Fact]
    public void Shapes_that_do_not_go_together_are_named()
    {
        var wrong = Assert.Throws<ShapeException>(() => GroupOps.GroupLinear(Tensor.Zeros(2, 7), w));
        Assert.Contains("[2, 7]", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("[12, 5]", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("3 groups", Assert.Throws<ShapeException>(() => GroupOps.GroupLinear(x, Tensor.Zeros(8, 5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_learns_with_either_gradient()
    {
        Tensor target = new GroupedNet(Groups, Inputs, 8, 2, seed: 4).Predict(x);
        var model = new GroupedNet(Groups, Inputs, 8, 2, seed: 5);
        using GroupedNet.Gradients gradients = model.CreateGradients();
        var adam = new Adam(1e-2f);
        float first = model.LossWithGradients(x, target, gradients);
        for (int step = 0; step < 60; step++)
        {
            model.SampledLossWithGradients(x, target, gradients);
            adam.Step(model, gradients);
        }

        Assert.True(model.LossWithGradients(x, target, gradients) < first / 2);
    }

    private void AssertDifferences(Tensor argument, float[] gradient)
    {
        const float Step = 0.25f;
        Span<float> values = argument.AsSpan();
        for (int i = 0; i < values.Length; i++)
        {
            float kept = values[i];
            values[i] = kept + Step;
            double above = Value();
            values[i] = kept - Step;
            double below = Value();
            values[i] = kept;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-4);
        }
    }

    private double Value()
    {
        float[] y = GroupOps.GroupLinear(x, w).ToArray();
        float[] weights = dY.ToArray();
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += (double)y[i] * weights[i];
        return sum;
    }
}
