using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>
/// A stretch of the function that runs forwards, keeping what it must, and then backwards: the whole function, or one turn of a
/// loop. Of a loop only the variables that go from turn to turn are kept, on a tape; going back, each turn starts from them, runs
/// once more, and then backwards. So memory grows with the number of turns, not of operations.
/// </summary>
internal sealed class Region
{
    private readonly ReverseContext context;
    private readonly IReadOnlyList<Statement> body;

    public Region(ReverseContext context, IReadOnlyList<Statement> body, bool isTurn)
    {
        (this.context, this.body, IsTurn) = (context, body, isTurn);
        Kept = new Dictionary<Expression, string>(References<Expression>.Comparer);
        BackwardSweep rehearsal = context.Names.Rehearse(() =>
        {
            BackwardSweep sweep = new(context, this);
            sweep.Run(body);
            return sweep;
        });
        IsActive = rehearsal.HasCode;
        Reads = rehearsal.Reads;
        Outer = rehearsal.Outer;
        Needed = isTurn ? Slice.Of(context, body, rehearsal) : null;
        if (Needed is not null)
            Dead = Slice.Dead(context, body, rehearsal, Needed);
        foreach (Expression expression in rehearsal.KeptInOrder(body))
            Name(expression);
        foreach ((Statement statement, int variable) in rehearsal.Overwritten.Where(overwritten => !Dead.Contains(overwritten.Statement)))
            Old[(statement, variable)] = context.Names.Pool.TakeNumbered(context.Plan.Variables[variable].Name);
        foreach (Branch branch in rehearsal.Branches)
            Conditions[branch] = context.Names.Pool.TakeNumbered("branch");
        foreach (Loop loop in rehearsal.Loops)
            Turns[loop] = context.NumberOfTurns(loop) is null ? context.Names.Pool.TakeNumbered("turns") : string.Empty;
    }

    /// <summary>Whether it is one turn of a loop.</summary>
    public bool IsTurn { get; }

    /// <summary>Whether a gradient flows through it at all.</summary>
    public bool IsActive { get; }

    /// <summary>The variables outside whose gradients it touches.</summary>
    public HashSet<int> Outer { get; }

    /// <summary>The variables that going back reads.</summary>
    public HashSet<int> Reads { get; }

    /// <summary>Of a turn: the variables that running once more must compute; null where everything is computed.</summary>
    public HashSet<int>? Needed { get; }

    /// <summary>Assignments that running once more leaves out, because nothing reads what they assign.</summary>
    public HashSet<Statement> Dead { get; } = new(References<Statement>.Comparer);

    /// <summary>Parts of expressions whose values are kept, by name.</summary>
    public Dictionary<Expression, string> Kept { get; }

    /// <summary>Of kept calls of functions: the names of their derivatives.</summary>
    public Dictionary<FunctionCall, string[]> Partials { get; } = new(References<FunctionCall>.Comparer);

    /// <summary>Names of values that are kept because the variable is overwritten.</summary>
    public Dictionary<(Statement Statement, int Variable), string> Old { get; } = new(StatementComparer.Instance);

    /// <summary>Names of conditions that are kept.</summary>
    public Dictionary<Branch, string> Conditions { get; } = new(References<Branch>.Comparer);

    /// <summary>Names of the numbers of turns; empty where these need not be counted.</summary>
    public Dictionary<Loop, string> Turns { get; } = new(References<Loop>.Comparer);

    /// <summary>The code of both sweeps.</summary>
    public (List<Code> Forward, List<Code> Backward) Write()
    {
        BackwardSweep backward = new(context, this);
        List<Code> back = backward.Run(body);
        ForwardSweep forward = new(context, this);
        return (forward.Run(body), back);
    }

    private void Name(Expression expression)
    {
        Kept[expression] = context.Names.Pool.TakeNumbered(FunctionNames.StemOf(expression));
        if (expression is not FunctionCall call)
            return;
        Partials[call] = [.. call.Arguments.Select((argument, i) =>
            call.Function.Differentiated[i] && context.Plan.IsActive(argument) ? context.Names.Pool.TakeNumbered(Kept[call] + "By") : string.Empty)];
    }
}
