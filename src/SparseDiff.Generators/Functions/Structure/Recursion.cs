using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>The functions that call themselves, directly or through others.</summary>
internal sealed record Recursion(EquatableArray<string> Functions)
{
    /// <summary>Which functions a function calls.</summary>
    internal sealed record Calls(string Function, EquatableArray<string> Callees);

    public static Calls CallsOf(FunctionSpec? function) => function is null
        ? new Calls(string.Empty, [])
        : new Calls(function.Key, References(function.Body).Select(static call => call.Key).Distinct().ToEquatable());

    public static Recursion Find(IReadOnlyCollection<Calls> calls)
    {
        Dictionary<string, EquatableArray<string>> graph = new(StringComparer.Ordinal);
        foreach (Calls function in calls)
            graph[function.Function] = function.Callees;
        return new Recursion(graph.Keys.Where(function => Reaches(function, function, graph, [])).OrderBy(static key => key, StringComparer.Ordinal).ToEquatable());
    }

    /// <summary>The calls of other functions in a body.</summary>
    public static IEnumerable<FunctionReference> References(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { Value: { } value } => References(value),
        Return end => References(end.Value),
        Branch branch => References(branch.Condition).Concat(References(branch.Then)).Concat(References(branch.Else)),
        Loop loop => References(loop.Condition).Concat(References(loop.Body)).Concat(References(loop.Iterators)),
        _ => [],
    });

    private static IEnumerable<FunctionReference> References(Expression value) =>
        value.Children.SelectMany(References).Concat(value is FunctionCall call ? [call.Function] : []);

    private static bool Reaches(string from, string to, Dictionary<string, EquatableArray<string>> graph, HashSet<string> seen) =>
        graph.TryGetValue(from, out EquatableArray<string> callees) && callees.Any(callee => callee == to || seen.Add(callee) && Reaches(callee, to, graph, seen));
}
