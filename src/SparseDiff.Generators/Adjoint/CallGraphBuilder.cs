using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Finds who calls whom: the only step that sees all methods of a compilation at once.</summary>
internal static class CallGraphBuilder
{
    public static CallGraph Build(IEnumerable<MethodSpec> methods)
    {
        Dictionary<string, MethodSpec> known = new(StringComparer.Ordinal);
        foreach (MethodSpec method in methods)
            known[method.Key] = method;
        return new CallGraph(Asked(known).ToEquatable(), Cycles(known).ToEquatable());
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

    private static IEnumerable<string> AskedBy(MethodSpec caller, bool wantsArguments)
    {
        bool[] varied = [.. caller.Values.Select(value => value.Kind != ValueKind.Call
            && (value.WantsGradient || wantsArguments && caller.Arguments.Any(argument => argument.WantsGradient && argument.Name == value.Name)))];
        foreach (CallSpec call in caller.Calls)
        {
            bool fromArguments = call.Operands.Any(operand => operand.Kind == OperandKind.Tensor && varied[operand.Index]);
            foreach (int result in call.Results)
                varied[result] = fromArguments || call.Callee is { HasParameters: true };
            if (call.Callee is { } callee && call.Operands.Any(operand => operand.Kind == OperandKind.Tensor && varied[operand.Index]
                && callee.Differentiable.Any(argument => argument.Name == operand.Parameter)))
                yield return callee.Key;
        }
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
            foreach (CalleeSpec callee in method.Calls.Select(static call => call.Callee).OfType<CalleeSpec>())
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
