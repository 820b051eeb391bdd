using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>One differentiable method of the gallery, and how to run it.</summary>
/// <param name="Folder">The folder under <c>snapshots</c>.</param>
/// <param name="Type">The compiled type's name.</param>
/// <param name="Method">The method.</param>
/// <param name="Arguments">Makes the arguments on a device.</param>
internal sealed record Example(string Folder, string Type, string Method, Func<Device, object[]> Arguments)
{
    private static readonly Func<Device, object[]> ImagesAndLabels = static device => [Numbers.Random(device, 3, 4, 5), Labels.From([0, 2, 1, 1], device)];

    public static IReadOnlyList<Example> All { get; } =
    [
        new("Mlp", "Gallery.Mlp", "Loss", ImagesAndLabels) { ConstructorArguments = [5, 7, 3, 1] },
        new("MlpWithAttribute", "Gallery.MlpWithAttribute", "Loss", ImagesAndLabels),
        new("MlpDense", "Gallery.MlpDense", "Loss", ImagesAndLabels),
        new("StaticFunction", "Gallery.StaticFunction", "Energy", static device => [Numbers.Random(device, 1, 4, 3), Numbers.Random(device, 2, 3, 2)]),
        new("SiluGate", "Gallery.SiluGate", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Residual", "Gallery.Residual", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("Sized", "Gallery.Sized", "Loss", static device => [Numbers.Random(device, 1, 4, 5), Numbers.Random(device, 2, 4, 3)]),
        new("Broadcast", "Gallery.Broadcast", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("TwoLosses", "Gallery.TwoLosses", "Reconstruction", static device => [Numbers.Random(device, 1, 3, 5)]),
        new("TwoLosses", "Gallery.TwoLosses", "Classification", static device => [Numbers.Random(device, 1, 3, 5), Labels.From([3, 0, 1], device)]),
        new("Attention", "Gallery.Attention", "Loss", static device => [Numbers.Random(device, 1, 2, 3, 5), Numbers.Random(device, 2, 2, 3, 4)]),
        new("Regression", "Gallery.Regression", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 2)]),
        new("Convolutions", "Gallery.Convolutions", "Loss", static device => [Numbers.Random(device, 3, 4, 1, 9, 10), Labels.From([0, 2, 1, 1], device)]),
        new("Sampled", "Gallery.Sampled", "Loss", ImagesAndLabels),
        new("Unified", "Gallery.Unified", "Loss", ImagesAndLabels),
        new("ByPolicy", "Gallery.ByPolicy", "Loss", ImagesAndLabels),
        new("SelectedParameters", "Gallery.SelectedParameters", "Loss", ImagesAndLabels),
        new("MaxChild", "Gallery.MaxChild", "Towers", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("MaxChild", "Gallery.MaxChild", "Everywhere", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("MaxChild", "Gallery.MaxChild", "ByPolicy", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("MaxChild", "Gallery.MaxChild", "Marked", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("Blockwise", "Gallery.Blockwise", "Loss", ImagesAndLabels),
        new("Blockwise", "Gallery.Blockwise", "Marked", ImagesAndLabels),
        new("Budgets", "Gallery.Budgets", "ByEnergy", ImagesAndLabels),
        new("Budgets", "Gallery.Budgets", "ByVariance", ImagesAndLabels),
        new("Budgets", "Gallery.Budgets", "Columns", ImagesAndLabels),
        new("Budgets", "Gallery.Budgets", "Marked", ImagesAndLabels),
        new("Scheduled", "Gallery.Scheduled", "Ratio", ImagesAndLabels),
        new("Scheduled", "Gallery.Scheduled", "Count", static device => [Numbers.Random(device, 3, 4, 5)]),
        new("Scheduled", "Gallery.Scheduled", "ByPolicy", ImagesAndLabels),
        new("Scheduled", "Gallery.Scheduled", "Marked", ImagesAndLabels),
        new("SampledExamples", "Gallery.SampledExamples", "Loss", static device => [Numbers.Random(device, 1, 4, 3, 5), Numbers.Random(device, 2, 4, 3, 4)]),
        new("SampledParts", "Gallery.SampledParts", "Loss", static device => [Indices.From([2, 0, 5, 0, 3, 2], [2, 3], device), Numbers.Random(device, 1, 2, 2, 3, 4)]),
        new("BehindExamples", "Gallery.BehindExamples", "Entries", ImagesAndLabels),
        new("BehindExamples", "Gallery.BehindExamples", "Columns", ImagesAndLabels),
        new("BehindExamples", "Gallery.BehindExamples", "ByPolicy", ImagesAndLabels),
        new("Products", "Gallery.Products", "Loss", ImagesAndLabels),
        new("SampledScopes", "Gallery.SampledScopes", "Loss", ImagesAndLabels),
        new("Thresholds", "Gallery.Thresholds", "Loss", ImagesAndLabels),
        new("Thresholds", "Gallery.Thresholds", "Random", ImagesAndLabels),
        new("SharedWeights", "Gallery.SharedWeights", "Loss", static device => [Numbers.Random(device, 1, 4, 5)]),
        new("Frozen", "Gallery.Frozen", "Error", static device => [Numbers.Random(device, 1, 4, 5), Numbers.Random(device, 2, 3, 5), Numbers.Random(device, 3, 3, 4), 1f]),
        new("Scalars", "Gallery.Scalars", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), 3]),
        new("Mapped", "Gallery.Mapped", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Iterated", "Gallery.Iterated", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Views", "Gallery.Views+Nested`1", "Mixed", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 5, 8)]) { TypeArguments = [typeof(int)] },
        new("Blocks", "Gallery.Blocks", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("Blocks", "Gallery.Block", "Forward", static device => [Numbers.Random(device, 1, 3, 5), 0.5f]) { ConstructorArguments = [5, 7] },
        new("Blocks", "Gallery.Blocks", "Penalty", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 1.5f]),
        new("Cell", "Gallery.Cell", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), Numbers.Random(device, 3, 3, 4)]),
        new("Modules", "Gallery.Modules", "Loss", static device => [Indices.From([2, 0, 2], [3], device), Numbers.Random(device, 1, 3, 3), Numbers.Random(device, 2, 3, 6), 5L]),
        new("Cell", "Gallery.Cell", "Step", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), Numbers.Random(device, 3, 3, 4)]),
        new("Deep", "Gallery.Deep", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("Recurrent", "Gallery.Recurrent", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), Numbers.Random(device, 3, 3, 4)]),
        new("ByHand", "Gallery.ByHand", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), Numbers.Random(device, 3, 3, 4)]),
        new("Lists", "Gallery.Lists", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4), Numbers.Random(device, 3, 3, 3)]),
        new("Lists", "Gallery.Lists", "Smoothed", static device => [Numbers.Random(device, 1, 3, 5), 4]),
        new("Inherited", "Gallery.Inherited", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Inherited", "Gallery.Pair", "Both", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Generic", "Gallery.Generic", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 4)]),
        new("Generic", "Gallery.Dense", "Forward", static device => [Numbers.Random(device, 1, 3, 5)]) { ConstructorArguments = [5, 4, 1] },
        new("Branches", "Gallery.Branches", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 0, "name"]),
        new("Branches", "Gallery.Branches", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 1, "name"]) { Case = " else" },
        new("Branches", "Gallery.Branches", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 2, "name"]) { Case = " return" },
        new("Recomputed", "Gallery.Recomputed", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5)]),
        new("Choices", "Gallery.Choices", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 0]),
        new("Choices", "Gallery.Choices", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 3]) { Case = " default" },
        new("Choices", "Gallery.Choices", "Loss", static device => [Numbers.Random(device, 1, 3, 5), Numbers.Random(device, 2, 3, 5), 7]) { Case = " return" },
    ];

    /// <summary>Which way through the method the arguments take.</summary>
    public string Case { get; init; } = string.Empty;

    public object[] ConstructorArguments { get; init; } = [];

    public Type[] TypeArguments { get; init; } = [];

    /// <summary>The names for test data.</summary>
    public static TheoryData<string> Names => [.. All.Select(static example => $"{example.Folder}.{example.Method}{example.Case}")];

    public static TheoryData<string> Folders => [.. All.Select(static example => example.Folder).Distinct()];

    public string Source => File.ReadAllText(Path.Combine(Repository.Snapshots, Folder, Folder + ".cs"));

    /// <summary>The same program with every selection keeping everything: its gradients are those of the whole function.</summary>
    public string SourceWithoutSelection => Source
        .Replace("0.05f", "1f", StringComparison.Ordinal).Replace("[TopK(0.25,", "[TopK(1.0,", StringComparison.Ordinal)
        .Replace("0.4f", "1f", StringComparison.Ordinal).Replace("SampledK(0.3", "SampledK(1.0", StringComparison.Ordinal)
        .Replace("0.5f, 7, SelectionScope.Examples", "1f, 7, SelectionScope.Examples", StringComparison.Ordinal)
        .Replace("Least { get; set; } = 0.01f", "Least { get; set; } = 0f", StringComparison.Ordinal).Replace("RandomK(0.4", "RandomK(1.0", StringComparison.Ordinal)
        .Replace("Step { get; set; } = 2", "Step { get; set; } = 1", StringComparison.Ordinal)
        .Replace("Sparsify.MaxChild(a * b)", "a * b", StringComparison.Ordinal).Replace(", MaxChild(Parameters = true)", string.Empty, StringComparison.Ordinal)
        .Replace("MaxChild(1)", "MaxChild(1f)", StringComparison.Ordinal)
        .Replace("Budget.Energy(0.9)", "Budget.Energy(1)", StringComparison.Ordinal).Replace("Budget.Variance(0.2)", "Budget.Variance(0)", StringComparison.Ordinal)
        .Replace("TopKColumns(0.4,", "TopKColumns(1.0,", StringComparison.Ordinal).Replace("(h1, W2), 5)", "(h1, W2), 24)", StringComparison.Ordinal)
        .Replace("Schedule.WarmUp(1, 0.4f, 0.2f)", "Schedule.Constant(1)", StringComparison.Ordinal)
        .Replace("Linear(x, W)), 2)", "Linear(x, W)), 3)", StringComparison.Ordinal);

    public static Example Find(string name) => All.Single(example => $"{example.Folder}.{example.Method}{example.Case}" == name);

    public Model Load(LoadedProgram program, Device device)
    {
        Model model = new(program, Type, Method, ConstructorArguments, TypeArguments);
        if (model.Instance is not null)
            ((IModel)model.Instance).To(device);
        return model;
    }
}
