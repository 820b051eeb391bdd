using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>
/// Which variables have a derivative: those that depend on an argument which wants one (varied) and reach the result (useful),
/// whatever way the function takes.
/// </summary>
internal static class ActiveVariables
{
    public static EquatableArray<bool> Find(IReadOnlyList<Variable> variables, IReadOnlyCollection<Statement> body, int result)
    {
        List<Assignment> assignments = [.. Assignments(body)];
        bool[] varied = [.. variables.Select(static variable => variable.WantsGradient)];
        for (bool grows = true; grows;)
        {
            grows = false;
            foreach (Assignment assignment in assignments)
            {
                if (!varied[assignment.Variable] && variables[assignment.Variable].Type.IsReal() && Flows(assignment.Value!).Any(read => varied[read]))
                    grows = varied[assignment.Variable] = true;
            }
        }

        var useful = new bool[variables.Count];
        useful[result] = true;
        for (bool grows = true; grows;)
        {
            grows = false;
            foreach (Assignment assignment in assignments.Where(assignment => useful[assignment.Variable]))
            {
                foreach (int read in Flows(assignment.Value!).Where(read => !useful[read]))
                    grows = useful[read] = true;
            }
        }

        return varied.Select((isVaried, i) => isVaried && useful[i]).ToEquatable();
    }

    /// <summary>What depends on an argument with a derivative, useful or not.</summary>
    public static HashSet<int> Varied(IReadOnlyList<Variable> variables, IReadOnlyCollection<Statement> body)
    {
        HashSet<int> varied = [.. Enumerable.Range(0, variables.Count).Where(i => variables[i].WantsGradient)];
        List<Assignment> assignments = [.. Assignments(body)];
        for (bool grows = true; grows;)
        {
            grows = false;
            foreach (Assignment assignment in assignments)
            {
                if (variables[assignment.Variable].Type.IsReal() && Flows(assignment.Value!).Any(varied.Contains))
                    grows |= varied.Add(assignment.Variable);
            }
        }

        return varied;
    }

    public static IEnumerable<Assignment> Assignments(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { Value: not null } assignment => [assignment],
        Branch branch => Assignments(branch.Then.Concat(branch.Else)),
        Loop loop => Assignments(loop.Body.Concat(loop.Iterators)),
        _ => Enumerable.Empty<Assignment>(),
    });

    /// <summary>The variables whose derivative enters an expression's.</summary>
    private static IEnumerable<int> Flows(Expression value) => value switch
    {
        VariableRead read => [read.Variable],
        Element element => [element.Array],
        Constant or Copied or Comparison or Logic => [],
        Choice choice => Flows(choice.WhenTrue).Concat(Flows(choice.WhenFalse)),
        MathCall call => call.Arguments.Where((_, i) => Rules.MathRules.HasDerivative(call, i)).SelectMany(Flows),
        FunctionCall call => call.Arguments.Where((_, i) => call.Function.Differentiated[i]).SelectMany(Flows),
        _ => value.Children.SelectMany(Flows),
    };
}
