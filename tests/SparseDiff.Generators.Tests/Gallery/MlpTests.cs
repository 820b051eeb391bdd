using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>The model of the introduction, from source to numbers.</summary>
public class MlpTests
{
    [Fact]
    public void The_gradients_of_the_whole_selection_are_those_of_central_differences()
    {
        Generated generated = Generated.From(File.ReadAllText(Path.Combine(Repository.Snapshots, "Mlp", "Mlp.cs")));
        Assert.Empty(generated.Diagnostics);
        using LoadedProgram program = generated.Load();
        Model model = new(program, "Gallery.Mlp", "Loss", 5, 7, 3, 1);
        model.Instance!.GetType().GetProperty("Ratio")!.SetValue(model.Instance, 1f);
        ((IModel)model.Instance).To(Device.Reference);
        object[] arguments = [Numbers.Random(Device.Reference, 3, 4, 5), Labels.From([0, 2, 1, 1], Device.Reference)];
        using var gradients = (IDisposable)model.CreateGradients();
        model.WithGradients(arguments, (IGradients)gradients);
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            double[] expected = GradientCheck.CentralDifferences(model, arguments, model.Parameters[i].Tensor, [1]);
            GradientCheck.AssertClose(expected, GradientCheck.Dense(((IGradients)gradients).Entries[i]!), model.Parameters[i].Name);
        }
    }
}
