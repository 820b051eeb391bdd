using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Functions.Ir;

/// <summary>A statement of a scalar function.</summary>
/// <param name="Line">The user's statement it belongs to.</param>
internal abstract record Statement(int Line);

/// <summary>A variable gets a value.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Value">The value; null for a declaration without one.</param>
/// <param name="IsDeclaration">Whether the variable begins here.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record Assignment(int Variable, Expression? Value, bool IsDeclaration, int Line) : Statement(Line);

/// <summary>A change of variables that have no derivative, copied as it is written.</summary>
internal sealed record CopiedStatement(string Text, EquatableArray<int> Variables, int Variable, int Line) : Statement(Line)
{
    /// <summary>The text for where variables of type <c>float</c> have become doubles; null when it is the same.</summary>
    public string? Wide { get; init; }
}

/// <summary>One block or another.</summary>
internal sealed record Branch(Expression Condition, EquatableArray<Statement> Then, EquatableArray<Statement> Else, int Line) : Statement(Line);

/// <summary>A loop.</summary>
/// <param name="TestsFirst">False for a <c>do</c> loop.</param>
/// <param name="Condition">Whether to go on.</param>
/// <param name="Body">What is repeated.</param>
/// <param name="Iterators">What a <c>for</c> loop does after each turn.</param>
/// <param name="Counter">Its counter, when nothing else changes it.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record Loop(
    bool TestsFirst, Expression Condition, EquatableArray<Statement> Body, EquatableArray<Statement> Iterators, Counter? Counter, int Line) : Statement(Line);

/// <summary>The counter of a loop, which starts somewhere and moves by a constant.</summary>
/// <param name="Variable">The counter.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="Step">How far it moves.</param>
internal sealed record Counter(int Variable, Expression Start, int Step)
{
    /// <summary>Its value in each turn, when start and end are constants and the turns few; else nothing.</summary>
    public EquatableArray<int> Values { get; init; } = [];

    /// <summary>Of one that counts from 0 by 1 as long as it is less than something: what that is. Null when that may change, or is not simple.</summary>
    public Expression? Bound { get; init; }
}

/// <summary>The end of the function; only before the jumps are structured.</summary>
internal sealed record Return(Expression Value, int Line) : Statement(Line);

/// <summary>The end of the loop.</summary>
internal sealed record Break(int Line) : Statement(Line);

/// <summary>The end of a turn; only before the jumps are structured.</summary>
internal sealed record Continue(int Line) : Statement(Line);

/// <summary>A throw.</summary>
internal sealed record Throw(string Text, int Line) : Statement(Line)
{
    /// <summary>The text for where variables of type <c>float</c> have become doubles; null when it is the same.</summary>
    public string? Wide { get; init; }
}
