using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Finds who calls whom: the only step that sees all methods of a compilation at once.</summary>
internal static class CallGraphBuilder
{
    public static CallGraph Build(IEnumerable<MethodSpec> methods, RuleTable rules)
    {
        Dictionary<string, MethodSpec> known = new(StringComparer.Ordinal);
        foreach (MethodSpec method in methods)
            known[method.Key] = method;
        return new CallGraph(Asked(known).ToEquatable(), Cycles(known).ToEquatable(), Sparse(known, rules).ToEquatable());
    }

    /// <summary>A method is asked when an argument may depend on something that wants a gradient; a caller that is asked may ask in turn.</summary>
    private static SortedSet<string> Asked(Dictionary<string, MethodSpec> known)
    {
        SortedSet<string> asked = new(StringComparer.Ordinal);
        Queue<MethodSpec> open = new(known.Values);
        while (open.Count > 0)
        {
            MethodSpec caller = open.Dequeue();
            foreach (string callee in AskedBy(caller, caller.IsStatic || caller.GivesInputGradients || asked.Contains(caller.Key)))
            {
                if (asked.Add(callee) && known.TryGetValue(callee, out MethodSpec? next))
                    open.Enqueue(next);
            }
        }

        return asked;
    }

    private static SortedSet<string> AskedBy(MethodSpec caller, bool wantsArguments)
    {
        bool[] varied = [.. caller.Values.Select(value => value.Kind != ValueKind.Call
            && (value.WantsGradient || wantsArguments && caller.Arguments.Any(argument => argument.WantsGradient && argument.Name == value.Name)))];
        SortedSet<string> asked = new(StringComparer.Ordinal);
        // A list may be read in a loop before it is written: each round carries a dependence over one more list.
        for (int round = caller.Values.Count(static value => value.Kind == ValueKind.List); round >= 0; round--)
            Ask(caller.Calls, varied, asked);
        return asked;
    }

    private static void Ask(IEnumerable<CallSpec> calls, bool[] varied, SortedSet<string> asked)
    {
        foreach (CallSpec call in calls)
        {
            if (call.Region is { } region)
            {
                Ask(call, region, varied, asked);
                continue;
            }

            bool fromArguments = call.Operands.Any(operand => operand.Kind is OperandKind.Tensor or OperandKind.List && varied[operand.Index]);
            if (call.List is { Access: ListAccess.Read } read)
                fromArguments = varied[read.List];
            else if (call.List is { } written)
                varied[written.List] |= fromArguments;
            foreach (int result in call.Results)
                varied[result] |= fromArguments || call.Callee is { HasParameters: true };
            if (call.Callee is { } callee && call.Operands.Any(operand => operand.Kind == OperandKind.Tensor && varied[operand.Index]
                && callee.Differentiable.Any(argument => argument.Name == operand.Parameter)))
                asked.Add(callee.Key);
        }
    }

    private static void Ask(CallSpec call, RegionSpec region, bool[] varied, SortedSet<string> asked)
    {
        // Each round carries a dependence over one more variable.
        for (int round = 0; round <= region.Carried.Count; round++)
        {
            for (int i = 0; i < region.Carried.Count; i++)
                varied[region.Carried[i].Input] |= varied[region.Carried[i].Initial] || varied[region.Blocks[0].Outputs[i]];
            foreach (BlockSpec block in region.Blocks)
                Ask(block.Calls, varied, asked);
        }

        for (int i = 0; i < call.Results.Count; i++)
            varied[call.Results[i]] |= region.Blocks.Any(block => varied[block.Outputs[i]]) || region.Kind == RegionKind.Loop && varied[region.Carried[i].Input];
    }

    /// <summary>The methods with sparsity points, and those that call them.</summary>
    private static SortedSet<string> Sparse(Dictionary<string, MethodSpec> known, RuleTable rules)
    {
        SortedSet<string> sparse = new(known.Values.Where(method => method.Markers.Count > 0 || method.AllCalls.Any(IsPoint)).Select(static method => method.Key), StringComparer.Ordinal);
        bool grows = true;
        while (grows)
        {
            List<string> callers = [.. known.Values.Where(method => !sparse.Contains(method.Key) && method.AllCalls.Any(CallsSparse)).Select(static method => method.Key)];
            sparse.UnionWith(callers);
            grows = callers.Count > 0;
        }

        return sparse;

        bool IsPoint(CallSpec call) => call.Keys.Count > 0 && rules.Find(call.Keys[0]) is { } operation && (operation.IsSparsityPoint || operation.SelectsOperand);
        bool CallsSparse(CallSpec call) => call.Callee is { } callee && sparse.Contains(callee.Key);
    }

    private static IEnumerable<CallCycle> Cycles(Dictionary<string, MethodSpec> known)
    {
        foreach (MethodSpec method in known.Values.OrderBy(static m => m.Key, StringComparer.Ordinal))
        {
            if (WayBack(method, known) is { } path)
                yield return new CallCycle(method.Key, path);
        }
    }

    /// <summary>The shortest chain of calls from a method to itself.</summary>
    private static string? WayBack(MethodSpec start, Dictionary<string, MethodSpec> known)
    {
        HashSet<string> seen = [];
        Queue<(MethodSpec Method, string Path)> open = new([(start, start.DisplayName)]);
        while (open.Count > 0)
        {
            (MethodSpec method, string path) = open.Dequeue();
            foreach (CalleeSpec callee in method.AllCalls.Select(static call => call.Callee).OfType<CalleeSpec>())
            {
                if (callee.Key == start.Key)
                    return $"{path} → {callee.Name}";
                if (seen.Add(callee.Key) && known.TryGetValue(callee.Key, out MethodSpec? next))
                    open.Enqueue((next, $"{path} → {callee.Name}"));
            }
        }

        return null;
    }
}
