using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Finds which variables a turn must compute once more, so that going back has what it reads.</summary>
internal static class Slice
{
    public static HashSet<int> Of(ReverseContext context, IReadOnlyList<Statement> body, BackwardSweep sweep)
    {
        HashSet<int> needed = [.. sweep.Reads];
        foreach (Expression kept in sweep.KeptInOrder(body))
            needed.UnionWith(kept.Reads);
        foreach (Branch branch in sweep.Branches)
            needed.UnionWith(branch.Condition.Reads);
        int known;
        do
        {
            known = needed.Count;
            foreach (Statement statement in body)
                Add(context, statement, sweep.Loops.Contains, needed, isPlain: false);
        }
        while (needed.Count > known);
        return needed;
    }

    /// <summary>The last assignments of a turn that nothing reads any more.</summary>
    public static HashSet<Statement> Dead(ReverseContext context, IReadOnlyList<Statement> body, BackwardSweep sweep, HashSet<int> needed)
    {
        HashSet<Statement> dead = new(References<Statement>.Comparer);
        List<(Statement Statement, IEnumerable<int> Reads)> forward = [];
        Collect(body);
        return dead;

        // Latest first: what only a dead assignment reads is dead as well.
        void Collect(IEnumerable<Statement> block)
        {
            foreach (Statement statement in block.Reverse())
            {
                switch (statement)
                {
                    case Assignment { Value: { } value } assignment:
                        bool isDead = !assignment.IsDeclaration && !context.IsFixed(assignment.Variable) && !sweep.IsReadAfter(assignment, assignment.Variable, forward);
                        if (isDead)
                            dead.Add(statement);
                        if (!isDead && needed.Contains(assignment.Variable))
                            forward.Add((statement, value.Reads));
                        else
                            forward.Add((statement, sweep.KeptInOrder([statement]).SelectMany(static kept => kept.Reads)));
                        break;
                    case CopiedStatement copied when needed.Contains(copied.Variable):
                        forward.Add((copied, copied.Variables));
                        break;
                    case Branch branch:
                        Collect(branch.Else);
                        Collect(branch.Then);
                        forward.Add((branch, branch.Condition.Reads));
                        break;
                    case Loop loop:
                        forward.Add((loop, [.. Reads([loop])]));
                        break;
                }
            }
        }
    }

    private static IEnumerable<int> Reads(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { Value: { } value } => value.Reads,
        CopiedStatement copied => copied.Variables,
        Branch branch => branch.Condition.Reads.Concat(Reads(branch.Then)).Concat(Reads(branch.Else)),
        Loop loop => loop.Condition.Reads.Concat(Reads(loop.Body)).Concat(Reads(loop.Iterators)),
        _ => [],
    });

    /// <summary>Whether running once more includes a statement.</summary>
    public static bool Includes(Statement statement, HashSet<int>? needed, Func<Loop, bool> isReversed, bool isPlain) => needed is null || statement switch
    {
        Assignment assignment => needed.Contains(assignment.Variable),
        CopiedStatement copied => needed.Contains(copied.Variable),
        Branch branch => branch.Then.Concat(branch.Else).Any(inner => Includes(inner, needed, isReversed, isPlain)),
        Loop loop => isReversed(loop) || loop.Body.Concat(loop.Iterators).Any(inner => inner is not Break && Includes(inner, needed, isReversed, isPlain: false)),
        Break => isPlain,
        _ => false,
    };

    private static void Add(ReverseContext context, Statement statement, Func<Loop, bool> isReversed, HashSet<int> needed, bool isPlain)
    {
        if (!Includes(statement, needed, isReversed, isPlain))
            return;
        switch (statement)
        {
            case Assignment { Value: { } value }:
                needed.UnionWith(value.Reads);
                break;
            case CopiedStatement copied:
                needed.UnionWith(copied.Variables);
                break;
            case Branch branch:
                needed.UnionWith(branch.Condition.Reads);
                foreach (Statement inner in branch.Then.Concat(branch.Else))
                    Add(context, inner, isReversed, needed, isPlain);
                break;
            case Loop loop:
                needed.UnionWith(loop.Condition.Reads);
                if (loop.Counter is { } counter)
                    needed.Add(counter.Variable);
                if (isReversed(loop))
                    needed.UnionWith(context.Carried(loop));
                foreach (Statement inner in loop.Body.Concat(loop.Iterators))
                    Add(context, inner, isReversed, needed, isPlain: true);
                break;
        }
    }
}
