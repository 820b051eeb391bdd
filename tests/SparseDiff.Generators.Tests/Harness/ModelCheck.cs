namespace SparseDiff.Generators.Tests.Harness;

/// <summary>Runs the method <c>F(Tensor x, int n)</c> of a model <c>M</c>: its value is compared with itself run as plain C#, its parameters' gradients with central differences.</summary>
internal static class ModelCheck
{
    public static void Run(LoadedProgram program, string name, int n)
    {
        Model model = new(program, "M", "F", [], []);
        ((IModel)model.Instance!).To(Device.Reference);

        // A parameter that several models share has several gradients, which belong together.
        List<IGrouping<Tensor, int>> parameters = [.. Enumerable.Range(0, model.Parameters.Count).GroupBy(i => model.Parameters[i].Tensor)];
        for (int i = 0; i < parameters.Count; i++)
            Numbers.Set(parameters[i].Key, Numbers.Of(Numbers.Random(Device.Reference, 10 + i, [.. parameters[i].Key.Shape])));
        object[] arguments = [Numbers.Random(Device.Reference, 1, 3, 3), n];
        var plain = (Tensor)model.Instance!.GetType().GetMethod("F")!.Invoke(model.Instance, arguments)!;
        (Tensor result, object saved) = model.Forward(arguments);
        Assert.Equal(Numbers.Of(plain), Numbers.Of(result));
        Tensor seed = Numbers.Random(Device.Reference, 7, [.. result.Shape]);
        IGradients gradients = model.CreateGradients();
        model.Backward(saved, [seed], gradients);
        foreach (IGrouping<Tensor, int> parameter in parameters)
        {
            RowGradient[] parts = [.. parameter.Select(i => gradients.Entries[i]).OfType<RowGradient>()];
            if (parts.Length == 0)
                continue;
            double[] sum = parts.Select(GradientCheck.Dense).Aggregate(static (a, b) => [.. a.Zip(b, static (one, other) => one + other)]);
            GradientCheck.AssertClose(GradientCheck.CentralDifferences(model, arguments, parameter.Key, Numbers.Of(seed)), sum, $"{name}: the gradient of {model.Parameters[parameter.First()].Name}");
        }
    }
}
