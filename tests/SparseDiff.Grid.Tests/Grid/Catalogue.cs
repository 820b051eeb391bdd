using System.Reflection;

namespace SparseDiff.Grid.Tests;

/// <summary>The functions of the grid: every differentiable method of this project. To add one, write it.</summary>
internal static class Catalogue
{
    private static readonly MethodInfo[] All =
    [
        .. typeof(Catalogue).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => method.IsDefined(typeof(DifferentiableAttribute))),
    ];

    public static TheoryData<string> Functions => Names(static method => method.ReturnType == typeof(double));

    public static TheoryData<string> TensorFunctions => Names(static method => method.ReturnType != typeof(double) && method.ReturnType != typeof(float));

    /// <summary>How many there are; functions of single precision are parts of others.</summary>
    public static int Count => All.Count(static method => method.ReturnType != typeof(float));

    public static MethodInfo Find(string name) => All.Single(method => NameOf(method) == name);

    private static TheoryData<string> Names(Func<MethodInfo, bool> isWanted) => [.. All.Where(isWanted).Select(NameOf).Order(StringComparer.Ordinal)];

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
