using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>
/// Keeps as counters only those whose start can be computed again at any time; any other becomes a variable like the rest, whose
/// values go on the tape.
/// </summary>
internal sealed class Counters(FunctionSpec function)
{
    private readonly HashSet<int> written = [.. Writes.Of(function.Body)];
    private readonly HashSet<int> outer = [];

    public EquatableArray<Statement> Check(IEnumerable<Statement> body) => body.SelectMany(Check).ToEquatable();

    private IEnumerable<Statement> Check(Statement statement)
    {
        switch (statement)
        {
            case Branch branch:
                yield return branch with { Then = Check(branch.Then), Else = Check(branch.Else) };
                break;
            case Loop { Counter: { } counter } loop when counter.Start.Reads.All(IsSteady):
                outer.Add(counter.Variable);
                yield return loop with { Body = Check(loop.Body) };
                outer.Remove(counter.Variable);
                break;
            case Loop { Counter: { } counter } loop:
                yield return new Assignment(counter.Variable, counter.Start, IsDeclaration: true, loop.Line);
                yield return loop with { Counter = null, Body = Check(loop.Body) };
                break;
            case Loop loop:
                yield return loop with { Body = Check(loop.Body) };
                break;
            default:
                yield return statement;
                break;
        }
    }

    // An argument that nothing assigns, or the counter of a loop around.
    private bool IsSteady(int variable) => outer.Contains(variable) || variable < function.Arguments && !written.Contains(variable);
}
