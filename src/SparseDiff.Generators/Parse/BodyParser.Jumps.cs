using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Jumps: where control leaves a list of statements before its end, flags say so to what would follow.</content>
internal sealed partial class BodyParser
{
    private readonly Stack<JumpScope> scopes = new();
    private readonly List<(string Name, int Depth)> flags = [];

    private bool IsInLoop => scopes.Any(static scope => scope.IsLoop);

    /// <summary>Reads a statement that leaves only on some of its ways, and what follows it: a flag says whether it left.</summary>
    private void Guarded(IOperation statement, Action<IOperation> read, IReadOnlyList<IOperation> rest)
    {
        string left = state.Names.TakeNumbered("left");
        scalars.Statement($"bool {left} = false;      // whether what follows is passed over", [], []);
        if (statement.DescendantsAndSelf().Any(static part => part is IReturnOperation))
        {
            foreach (ISymbol key in ResultKeys.Where(key => !state.Tensors.ContainsKey(key)))
                state.Tensors[key] = None();
        }

        flags.Add((left, scopes.Count));
        read(statement);
        flags.RemoveAt(flags.Count - 1);
        if (rest.Count == 0)
            return;
        state.Lines.Add("(where the method goes on)");
        Branch(state.Line, $"if (!{left})", [], [], () => Statements(rest), static () => { }, statement);
    }

    private int None() => state.AddValue(state.Names.TakeNumbered("none"), ValueKind.Member, ValueSpec.None);

    /// <summary>Control jumps to the end of a switch, of the iteration, or of the loop.</summary>
    private void Jump(BranchKind kind)
    {
        List<JumpScope> around = [.. scopes];
        int passed = kind == BranchKind.Continue ? around.FindIndex(static scope => scope.IsLoop) : 0;
        Leave(scopes.Count - passed, kind == BranchKind.Break && around[0].IsLoop ? [around[0]] : []);
    }

    /// <summary>Control leaves: to the end of the iteration, of the loop, or of the method.</summary>
    /// <param name="flagsFrom">The number of loops and switches around the statements whose rest is skipped.</param>
    /// <param name="ended">The loops that end.</param>
    private void Leave(int flagsFrom, IEnumerable<JumpScope> ended)
    {
        foreach ((string flag, int depth) in flags.Where(flag => flag.Depth >= flagsFrom))
            scalars.Statement($"{flag} = true;", [], []);
        foreach (JumpScope scope in ended)
        {
            if (scope.Stop.Length == 0)
                scope.Stop = state.Names.TakeNumbered("stop");
            scalars.Statement($"{scope.Stop} = true;", [], []);
        }
    }

    /// <summary>Whether control never comes out at the end of a statement: it returns, breaks or continues.</summary>
    private static bool Leaves(IOperation? statement) => statement switch
    {
        IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Any(Leaves),
        IConditionalOperation { WhenFalse: { } other } condition => Leaves(condition.WhenTrue) && Leaves(other),
        _ => false,
    };

    /// <summary>Whether control may leave the list of statements inside a statement.</summary>
    private static bool MayLeave(IOperation statement) => statement.DescendantsAndSelf().Any(part => part switch
    {
        IReturnOperation => !part.Ancestors(statement).Any(static outer => outer is IAnonymousFunctionOperation or ILocalFunctionOperation),
        IBranchOperation { BranchKind: BranchKind.Break } => !part.Ancestors(statement).Any(static outer => outer is ILoopOperation or ISwitchOperation),
        IBranchOperation { BranchKind: BranchKind.Continue } => !part.Ancestors(statement).Any(static outer => outer is ILoopOperation),
        _ => false,
    });

    /// <summary>A loop or a switch being read.</summary>
    private sealed record JumpScope(bool IsLoop)
    {
        public int Position { get; set; } = -1;

        public string Stop { get; set; } = string.Empty;

        /// <summary>The list that a loop goes over; -1 for none.</summary>
        public int List { get; set; } = -1;
    }
}

/// <summary>Walks from an operation to those around it.</summary>
internal static class OperationAncestors
{
    /// <summary>The operations around a part of a statement, up to the statement itself.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation part, IOperation statement)
    {
        for (IOperation? outer = part == statement ? null : part.Parent; outer is not null; outer = outer == statement ? null : outer.Parent)
            yield return outer;
    }
}
