namespace SparseDiff.Tests.Reference;

/// <summary>Probes of a whole model: attached by the method's name, read by the gradients' names.</summary>
public class ProbeTests
{
    [Fact]
    public void Every_point_of_a_method_and_of_those_it_calls_can_be_watched()
    {
        var model = new Mlp(Parameter) { K = 2 };
        Mlp.Gradients gradients = model.CreateGradients();
        (Tensor x, Labels labels) = (Random(9, 6, 5), Labels.From([0, 1, 2, 0, 1, 2]));
        model.RowLossWithGradients(x, labels, gradients);
        float[] unwatched = gradients.W1.Values.ToArray();
        Probes probes = model.Probe("RowLoss");
        model.RowLossWithGradients(x, labels, gradients);
        Assert.Equal(unwatched, gradients.W1.Values.ToArray());
        Assert.Equal(["dZ1", "dZ2"], probes.Points);
        Assert.Equal(2.0 / 7, probes["dZ1"].Last.Density, 0.01);
        Assert.Equal(6, probes["dZ2"].Examples);
        Assert.InRange(probes["dZ1"].Last.DroppedEnergy, 0.001, probes["dZ1"].Last.RandomBound);
        Assert.Same(probes, model.Probe("RowLoss"));
        model.StopProbing("RowLoss");
        model.RowLossWithGradients(x, labels, gradients);
        Assert.Single(probes["dZ1"].Readings);
        string message = Assert.Throws<ArgumentException>(() => model.Probe("Los")).Message;
        Assert.Contains("RowLoss", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Selections_from_parameters_are_watched_by_the_parameters_names()
    {
        var model = new SelectedNet();
        SelectedNet.Gradients gradients = model.CreateGradients();
        gradients.Probes = new Probes();
        model.LossWithGradients(Random(9, 6, 5), Labels.From([0, 1, 2, 0, 1, 2]), gradients);
        Assert.Equal(["B1", "W1"], gradients.Probes.Points);
        Assert.Equal(22.0 / 45, gradients.Probes["W1"].Last.Density, 1e-6);
    }

    private static Tensor Parameter(string name) => name switch
    {
        "w1" => Random(1, 7, 5),
        "b1" => Random(2, 7),
        "w2" => Random(3, 6, 7),
        "b2" => Random(4, 6),
        "w3" => Random(5, 3, 6),
        _ => Random(6, 3),
    };

    private static Tensor Random(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, shape.Aggregate(static (a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)], shape);
    }
}
