namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Scalar functions in all the ways C# lets one write them; every one is checked against differences.</summary>
internal static partial class FunctionPrograms
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>([.. Expressions, .. Branches, .. Loops, .. LoopStates, .. Rules]);
}
