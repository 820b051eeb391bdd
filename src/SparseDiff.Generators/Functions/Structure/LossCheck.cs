using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>Finds where a number with a derivative goes into something that has none, so that a gradient would silently be wrong.</summary>
internal static class LossCheck
{
    public static void Check(FunctionSpec function, List<DiagnosticSpec> diagnostics)
    {
        HashSet<int> varied = ActiveVariables.Varied(function.Variables, function.Body);
        foreach (Assignment assignment in ActiveVariables.Assignments(function.Body).Concat(Returns(function.Body)))
            Check(assignment.Value!, varied, diagnostics);
    }

    private static void Check(Expression value, HashSet<int> varied, List<DiagnosticSpec> diagnostics)
    {
        if (value is Copied { Type: not NumberType.Discrete, IsDiscrete: false } copied && copied.Variables.Any(varied.Contains))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.FunctionLosesGradient, copied.Location, copied.What));
        foreach (Expression child in Entered(value))
            Check(child, varied, diagnostics);
    }

    // A condition, or an argument that only steps, may do what it likes.
    private static IEnumerable<Expression> Entered(Expression value) => value switch
    {
        Choice choice => [choice.WhenTrue, choice.WhenFalse],
        MathCall call => call.Arguments.Where((_, i) => Rules.MathRules.HasDerivative(call, i)),
        FunctionCall call => call.Arguments.Where((_, i) => call.Function.Differentiated[i]),
        Comparison or Logic or Element => [],
        _ => value.Children,
    };

    private static IEnumerable<Assignment> Returns(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Return end => [new Assignment(-1, end.Value, false, end.Line)],
        Branch branch => Returns(branch.Then.Concat(branch.Else)),
        Loop loop => Returns(loop.Body),
        _ => Enumerable.Empty<Assignment>(),
    });
}
