using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>What a method must know of the methods that call it: all that is known of other methods when it is planned.</summary>
/// <param name="IsAsked">Whether some other method needs the gradients of its arguments.</param>
/// <param name="Cycle">The calls through which it calls itself; empty when it does not.</param>
internal sealed record CallFacts(bool IsAsked, string Cycle);

/// <summary>Which methods are asked for the gradients of their arguments, and which call themselves.</summary>
internal sealed record CallGraph(EquatableArray<string> Asked, EquatableArray<CallCycle> Cycles)
{
    public CallFacts Of(MethodSpec method) => new(Asked.Contains(method.Key), Cycles.FirstOrDefault(cycle => cycle.Method == method.Key)?.Path ?? string.Empty);
}

/// <summary>The way from a method back to itself.</summary>
internal sealed record CallCycle(string Method, string Path);
