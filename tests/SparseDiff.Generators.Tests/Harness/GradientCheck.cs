namespace SparseDiff.Generators.Tests.Harness;

/// <summary>Compares generated gradients with central differences of the generated forward pass, in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>The derivative of ⟨result, direction⟩ with respect to every entry of a tensor.</summary>
    public static double[] CentralDifferences(Model model, object?[] arguments, Tensor wanted, double[] direction)
    {
        double[] values = Numbers.Of(wanted);
        var derivative = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + Step;
            double above = At(values);
            values[i] = value - Step;
            double below = At(values);
            values[i] = value;
            derivative[i] = (above - below) / (2 * Step);
        }

        Numbers.Set(wanted, values);
        return derivative;

        double At(double[] moved)
        {
            Numbers.Set(wanted, moved);
            return model.ForwardAll(arguments).Results.SelectMany(Numbers.Of).Select((entry, i) => entry * direction[i]).Sum();
        }
    }

    public static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1e-3, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 1e-6 * scale + 1e-8,
                $"{what}: entry {i} is {actual[i]:R} but central differences say {expected[i]:R}.");
        }
    }

    /// <summary>Any gradient as numbers.</summary>
    public static double[] Dense(object gradient) => gradient switch
    {
        Tensor tensor => Numbers.Of(tensor),
        SparseRows sparse => Numbers.Of(sparse.ToDense()),
        RowGradient rows => Numbers.Of(rows.Values),
        _ => throw new InvalidOperationException(gradient.GetType().Name),
    };
}
