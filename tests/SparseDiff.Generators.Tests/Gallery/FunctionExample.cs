namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>The examples of the gallery whose differentiable methods are functions of numbers.</summary>
internal static class FunctionExample
{
    public static IReadOnlyList<string> Folders { get; } = ["ScalarFunctions"];
}
