using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Blocks: each has its own list of calls, and what a variable means in it ends with it.</content>
internal sealed partial class BodyState
{
    private int blocks;

    /// <summary>The number of the block being read; 0 is the method's own.</summary>
    public int Block { get; private set; }

    /// <summary>Begins a block.</summary>
    /// <param name="outer">The calls of the block around it.</param>
    /// <returns>Its number.</returns>
    public int BeginBlock(out List<CallSpec> outer)
    {
        outer = Calls;
        Calls = [];
        return Block = ++blocks;
    }

    /// <summary>Ends a block and gives its calls.</summary>
    public List<CallSpec> EndBlock(List<CallSpec> outer, int block)
    {
        List<CallSpec> calls = Calls;
        Calls = outer;
        Block = block;
        return calls;
    }

    public Snapshot Save() => new(Block, Copy(Tensors), Copy(Tuples), Copy(ScalarsOf), Copy(Members));

    public void Restore(Snapshot snapshot)
    {
        Put(Tensors, snapshot.Tensors);
        Put(Tuples, snapshot.Tuples);
        Put(ScalarsOf, snapshot.Scalars);
        Put(Members, snapshot.Members);
    }

    private static Dictionary<ISymbol, T> Copy<T>(Dictionary<ISymbol, T> from) => new(from, SymbolEqualityComparer.Default);

    private static void Put<T>(Dictionary<ISymbol, T> into, Dictionary<ISymbol, T> from)
    {
        into.Clear();
        foreach (KeyValuePair<ISymbol, T> pair in from)
            into[pair.Key] = pair.Value;
    }
}

/// <summary>What every variable means at one point.</summary>
internal sealed record Snapshot(
    int Block, Dictionary<ISymbol, int> Tensors, Dictionary<ISymbol, IReadOnlyList<int>> Tuples, Dictionary<ISymbol, int> Scalars, Dictionary<ISymbol, int> Members);
