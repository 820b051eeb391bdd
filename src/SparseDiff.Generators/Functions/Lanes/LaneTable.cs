using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Which scalar functions can be mapped over tensors, as operations of the tensors' compiler.</summary>
/// <param name="Operations">Those that can.</param>
/// <param name="Defects">Why others cannot.</param>
/// <param name="Obstacles">Why vector registers cannot compute some of those that can: they run entry by entry.</param>
internal sealed record LaneTable(EquatableArray<OperationSpec> Operations, EquatableArray<MapDefect> Defects, EquatableArray<MapDefect> Obstacles)
{
    /// <summary>What keys of mapped functions begin with.</summary>
    public const string Map = "map:";

    /// <summary>One function, judged by itself.</summary>
    internal sealed record Entry(OperationSpec Operation, string? Defect, string? Obstacle, EquatableArray<string> Callees);

    public static string KeyOf(string function) => Map + function;

    public static Entry EntryOf(FunctionPlan plan) => new(
        LaneStruct.OperationOf(plan, KeyOf(plan.Function.Key), TypeOf(plan.Function.Type) + "." + plan.Function.LaneName),
        plan.Function.Type.Chain.Any(static part => part.TypeParameters.Length > 0) ? "stands in a generic type" : LaneStruct.DefectOf(plan),
        LaneStruct.ObstacleOf(plan),
        CalleesOf(plan));

    /// <summary>A function whose callee runs entry by entry does so too: a branch not taken must not call it.</summary>
    public static LaneTable Build(IReadOnlyCollection<Entry> entries)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        Dictionary<string, string> defects = new(StringComparer.Ordinal);
        Dictionary<string, string> obstacles = new(StringComparer.Ordinal);
        foreach (Entry entry in entries)
        {
            known.Add(entry.Operation.Key);
            if (entry.Defect is not null)
                defects[entry.Operation.Key] = entry.Defect;
            else if (entry.Obstacle is not null)
                obstacles[entry.Operation.Key] = entry.Obstacle;
        }

        for (bool grows = true; grows;)
        {
            grows = false;
            foreach (Entry entry in entries.Where(entry => !defects.ContainsKey(entry.Operation.Key) && !obstacles.ContainsKey(entry.Operation.Key)))
            {
                if (entry.Callees.FirstOrDefault(callee => !known.Contains(callee) || defects.ContainsKey(callee) || obstacles.ContainsKey(callee)) is not { } callee)
                    continue;
                obstacles[entry.Operation.Key] = WhyNot(callee, defects, obstacles);
                grows = true;
            }
        }

        return new LaneTable(
            entries.Where(entry => !defects.ContainsKey(entry.Operation.Key)).Select(entry => obstacles.ContainsKey(entry.Operation.Key) ? LaneStruct.Costly(entry.Operation) : entry.Operation).ToEquatable(),
            Listed(defects),
            Listed(obstacles));
    }

    public RuleTable Into(RuleTable rules) => rules with { Operations = rules.Operations.Concat(Operations).ToEquatable(), Defects = Defects, Obstacles = Obstacles };

    /// <summary>The rules with a method's lambdas, and how those of them run that vector registers cannot compute.</summary>
    public static (RuleTable Rules, EquatableArray<EntryByEntry> Lambdas) With(RuleTable rules, MethodSpec method)
    {
        if (method.Lambdas.Count == 0)
            return (rules, []);
        List<OperationSpec> operations = [.. rules.Operations];
        List<EntryByEntry> entries = [];
        Dictionary<string, string> defects = rules.Defects.ToDictionary(static defect => defect.Key, static defect => defect.Why);
        Dictionary<string, string> obstacles = rules.Obstacles.ToDictionary(static obstacle => obstacle.Key, static obstacle => obstacle.Why);
        foreach (FunctionSpec lambda in method.Lambdas)
        {
            string key = KeyOf(lambda.Key);
            FunctionPlan plan = FunctionCompiler.Structure(lambda);
            EquatableArray<string> callees = CalleesOf(plan);
            string? obstacle = LaneStruct.ObstacleOf(plan) ?? callees.Where(callee => rules.Find(callee) is null || obstacles.ContainsKey(callee)).Select(callee => WhyNot(callee, defects, obstacles)).FirstOrDefault();
            OperationSpec operation = LaneStruct.OperationOf(plan, key, $"{LambdasOf(method)}.{lambda.Name}");
            operations.Add(obstacle is null ? operation : LaneStruct.Costly(operation));
            if (obstacle is not null)
                entries.Add(new EntryByEntry(key, obstacle, callees.Where(callee => rules.Find(callee) is not null).ToEquatable()));
        }

        return (rules with { Operations = operations.ToEquatable() }, entries.ToEquatable());
    }

    /// <summary>The full name of the class that holds a method's lambdas.</summary>
    public static string LambdasOf(MethodSpec method) => TypeOf(method.Type) + "." + method.PlainName + "Lambdas";

    public static EquatableArray<string> CalleesOf(FunctionPlan plan) => Recursion.References(plan.Body).Select(static call => KeyOf(call.Key)).Distinct().ToEquatable();

    private static EquatableArray<MapDefect> Listed(Dictionary<string, string> reasons) =>
        reasons.OrderBy(static reason => reason.Key, StringComparer.Ordinal).Select(static reason => new MapDefect(reason.Key, reason.Value)).ToEquatable();

    private static string WhyNot(string callee, Dictionary<string, string> defects, Dictionary<string, string> obstacles)
    {
        string name = callee.Substring(0, callee.IndexOf('('));
        name = name.Substring(name.LastIndexOf('.') + 1);
        return defects.TryGetValue(callee, out string? why) || obstacles.TryGetValue(callee, out why) ? $"calls {name}, which {why}" : $"calls {name}, which is not in this project or could not be differentiated";
    }

    /// <summary>A type's full name.</summary>
    public static string TypeOf(TypeSpec type)
    {
        string name = string.Join(".", type.Chain.Select(static part => part.Name + part.TypeParameters));
        return type.Namespace.Length == 0 ? name : type.Namespace + "." + name;
    }
}
