using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>What a method must know of the methods that call it, or that it calls: all that is known of other methods when it is planned.</summary>
/// <param name="IsAsked">Whether some other method needs the gradients of its arguments.</param>
/// <param name="Cycle">The calls through which it calls itself; empty when it does not.</param>
/// <param name="SparseCallees">The methods it calls that have sparsity points, or call such methods.</param>
internal sealed record CallFacts(bool IsAsked, string Cycle, EquatableArray<string> SparseCallees);

/// <summary>Which methods are asked for the gradients of their arguments, which call themselves, and in which gradients become sparse.</summary>
internal sealed record CallGraph(EquatableArray<string> Asked, EquatableArray<CallCycle> Cycles, EquatableArray<string> Sparse)
{
    public CallFacts Of(MethodSpec method) => new(
        Asked.Contains(method.Key),
        Cycles.FirstOrDefault(cycle => cycle.Method == method.Key)?.Path ?? string.Empty,
        method.AllCalls.Select(static call => call.Callee?.Key).OfType<string>().Distinct().Where(Sparse.Contains).ToEquatable());
}

/// <summary>The way from a method back to itself.</summary>
internal sealed record CallCycle(string Method, string Path);
