using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Which scalar functions can be mapped over tensors, as operations of the tensors' compiler.</summary>
/// <param name="Operations">Those that can.</param>
/// <param name="Defects">Why others cannot.</param>
internal sealed record LaneTable(EquatableArray<OperationSpec> Operations, EquatableArray<MapDefect> Defects)
{
    /// <summary>What keys of mapped functions begin with.</summary>
    public const string Map = "map:";

    /// <summary>One function, judged by itself.</summary>
    internal sealed record Entry(OperationSpec Operation, string? Defect, EquatableArray<string> Callees);

    public static string KeyOf(string function) => Map + function;

    public static Entry EntryOf(FunctionPlan plan) => new(
        LaneStruct.OperationOf(plan, KeyOf(plan.Function.Key), FullNameOf(plan.Function) + "Lane"),
        plan.Function.Type.Chain.Any(static part => part.TypeParameters.Length > 0) ? "stands in a generic type" : LaneStruct.DefectOf(plan),
        CalleesOf(plan));

    /// <summary>A function whose callee cannot be mapped cannot be either.</summary>
    public static LaneTable Build(IReadOnlyCollection<Entry> entries)
    {
        Dictionary<string, string> defects = new(StringComparer.Ordinal);
        Dictionary<string, Entry> known = new(StringComparer.Ordinal);
        foreach (Entry entry in entries)
        {
            known[entry.Operation.Key] = entry;
            if (entry.Defect is not null)
                defects[entry.Operation.Key] = entry.Defect;
        }

        for (bool grows = true; grows;)
        {
            grows = false;
            foreach (Entry entry in entries.Where(entry => !defects.ContainsKey(entry.Operation.Key)))
            {
                if (entry.Callees.FirstOrDefault(callee => !known.ContainsKey(callee) || defects.ContainsKey(callee)) is not { } callee)
                    continue;
                defects[entry.Operation.Key] = WhyNot(callee, defects);
                grows = true;
            }
        }

        return new LaneTable(
            entries.Where(entry => !defects.ContainsKey(entry.Operation.Key)).Select(static entry => entry.Operation).ToEquatable(),
            defects.OrderBy(static defect => defect.Key, StringComparer.Ordinal).Select(static defect => new MapDefect(defect.Key, defect.Value)).ToEquatable());
    }

    public RuleTable Into(RuleTable rules) => rules with { Operations = rules.Operations.Concat(Operations).ToEquatable(), Defects = Defects };

    /// <summary>The rules with a method's lambdas.</summary>
    public static RuleTable With(RuleTable rules, MethodSpec method)
    {
        if (method.Lambdas.Count == 0)
            return rules;
        List<OperationSpec> operations = [.. rules.Operations];
        List<MapDefect> defects = [.. rules.Defects];
        foreach (FunctionSpec lambda in method.Lambdas)
        {
            string key = KeyOf(lambda.Key);
            FunctionPlan plan = FunctionCompiler.Structure(lambda);
            string? defect = LaneStruct.DefectOf(plan) ?? CalleesOf(plan).Where(callee => rules.Find(callee) is null).Select(callee => WhyNot(callee, rules.Defects.ToDictionary(static d => d.Key, static d => d.Why))).FirstOrDefault();
            if (defect is null)
                operations.Add(LaneStruct.OperationOf(plan, key, $"{LambdasOf(method)}.{lambda.Name}"));
            else
                defects.Add(new MapDefect(key, defect));
        }

        return rules with { Operations = operations.ToEquatable(), Defects = defects.ToEquatable() };
    }

    /// <summary>The full name of the class that holds a method's lambdas.</summary>
    public static string LambdasOf(MethodSpec method) => TypeOf(method.Type) + "." + method.PlainName + "Lambdas";

    public static EquatableArray<string> CalleesOf(FunctionPlan plan) => Recursion.References(plan.Body).Select(static call => KeyOf(call.Key)).Distinct().ToEquatable();

    private static string WhyNot(string callee, Dictionary<string, string> defects)
    {
        string name = callee.Substring(0, callee.IndexOf('('));
        name = name.Substring(name.LastIndexOf('.') + 1);
        return defects.TryGetValue(callee, out string? why) ? $"calls {name}, which {why}" : $"calls {name}, which is not in this project or could not be differentiated";
    }

    private static string FullNameOf(FunctionSpec function) => TypeOf(function.Type) + "." + function.PlainName;

    private static string TypeOf(TypeSpec type)
    {
        string name = string.Join(".", type.Chain.Select(static part => part.Name + part.TypeParameters));
        return type.Namespace.Length == 0 ? name : type.Namespace + "." + name;
    }
}
