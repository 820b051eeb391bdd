using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>Which variables statements write and declare.</summary>
internal static class Writes
{
    /// <summary>All variables that get a value.</summary>
    public static IEnumerable<int> Of(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { Value: not null } assignment => [assignment.Variable],
        CopiedStatement copied => [copied.Variable],
        Branch branch => Of(branch.Then.Concat(branch.Else)),
        Loop loop => Of(loop.Body.Concat(loop.Iterators)),
        _ => Enumerable.Empty<int>(),
    });

    /// <summary>The variables that begin inside.</summary>
    public static IEnumerable<int> Declared(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { IsDeclaration: true } assignment => [assignment.Variable],
        Branch branch => Declared(branch.Then.Concat(branch.Else)),
        Loop loop => Declared(loop.Body.Concat(loop.Iterators)).Concat(loop.Counter is { } counter ? [counter.Variable] : []),
        _ => Enumerable.Empty<int>(),
    });

    /// <summary>The variables that begin at this level, not in a block within.</summary>
    public static IEnumerable<int> DeclaredHere(IEnumerable<Statement> body) =>
        body.OfType<Assignment>().Where(static assignment => assignment.IsDeclaration).Select(static assignment => assignment.Variable);

    /// <summary>Whether a turn of a loop of this body may be its last one whatever its head says.</summary>
    public static bool BreaksOff(IEnumerable<Statement> body) => body.Any(static statement => statement switch
    {
        Break => true,
        Branch branch => BreaksOff(branch.Then) || BreaksOff(branch.Else),
        _ => false,
    });

    /// <summary>How often each variable gets a value on the way that writes it most; a loop counts as twice. Arguments begin with one.</summary>
    public static int[] MostOf(FunctionPlan plan)
    {
        int[] counts = Count(plan.Body, plan.Variables.Count);
        for (int i = 0; i < plan.Function.Arguments; i++)
            counts[i]++;
        return counts;
    }

    private static int[] Count(IEnumerable<Statement> body, int variables)
    {
        var counts = new int[variables];
        foreach (Statement statement in body)
        {
            switch (statement)
            {
                case Assignment { Value: not null } assignment:
                    counts[assignment.Variable]++;
                    break;
                case CopiedStatement copied:
                    counts[copied.Variable]++;
                    break;
                case Branch branch:
                    (int[] then, int[] otherwise) = (Count(branch.Then, variables), Count(branch.Else, variables));
                    for (int i = 0; i < variables; i++)
                        counts[i] += Math.Max(then[i], otherwise[i]);
                    break;
                case Loop loop:
                    int[] inner = Count(loop.Body.Concat(loop.Iterators), variables);
                    HashSet<int> own = [.. Declared(loop.Body)];
                    for (int i = 0; i < variables; i++)
                        counts[i] += own.Contains(i) ? inner[i] : 2 * inner[i];
                    break;
            }
        }

        return counts;
    }
}
