using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>The functions that some method maps over tensors, and those they call: only these get a lane struct.</summary>
/// <param name="Keys">Their keys.</param>
/// <param name="Entries">How those of them run that vector registers cannot compute.</param>
internal sealed record MappedFunctions(EquatableArray<string> Keys, EquatableArray<EntryByEntry> Entries)
{
    /// <summary>The functions that one calls.</summary>
    internal sealed record Callees(string Function, EquatableArray<string> Keys);

    public static EquatableArray<string> KeysOf(MethodSpec? method) => method is null ? [] : method.Calls.SelectMany(static call => call.Keys)
        .Where(static key => key.StartsWith(LaneTable.Map, StringComparison.Ordinal))
        .Concat(method.Lambdas.SelectMany(static lambda => Recursion.References(lambda.Body)).Select(static call => LaneTable.KeyOf(call.Key)))
        .Distinct().ToEquatable();

    public static MappedFunctions Find(IEnumerable<EquatableArray<string>> used, IEnumerable<Callees> callees, LaneTable lanes)
    {
        Dictionary<string, EquatableArray<string>> graph = new(StringComparer.Ordinal);
        foreach (Callees function in callees)
            graph[function.Function] = function.Keys;
        HashSet<string> found = new(StringComparer.Ordinal);
        Queue<string> open = new(used.SelectMany(static keys => keys));
        while (open.Count > 0)
        {
            string key = open.Dequeue();
            if (!lanes.Operations.Any(operation => operation.Key == key) || !found.Add(key) || !graph.TryGetValue(key, out EquatableArray<string> next))
                continue;
            foreach (string callee in next)
                open.Enqueue(callee);
        }

        EquatableArray<EntryByEntry> entries = lanes.Obstacles.Where(obstacle => found.Contains(obstacle.Key))
            .Select(obstacle => new EntryByEntry(obstacle.Key, obstacle.Why, (graph.TryGetValue(obstacle.Key, out EquatableArray<string> calls) ? calls : []).Where(found.Contains).ToEquatable())).ToEquatable();
        return new MappedFunctions(found.OrderBy(static key => key, StringComparer.Ordinal).ToEquatable(), entries);
    }

    /// <summary>How a function runs that vector registers cannot compute; null for others.</summary>
    public EntryByEntry? HowOf(Ir.FunctionPlan plan)
    {
        string key = LaneTable.KeyOf(plan.Function.Key);
        return Entries.FirstOrDefault(entry => entry.Key == key);
    }
}
