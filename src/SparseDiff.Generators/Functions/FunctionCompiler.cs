using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions;

/// <summary>The passes between the parsing of a scalar function and its text.</summary>
internal static class FunctionCompiler
{
    public static Outcome<FunctionPlan> Plan(FunctionSpec function, Recursion recursion)
    {
        List<DiagnosticSpec> diagnostics = [];
        LossCheck.Check(function, diagnostics);
        if (recursion.Functions.Contains(function.Key))
        {
            FunctionReference call = Recursion.References(function.Body).FirstOrDefault(reference => recursion.Functions.Contains(reference.Key));
            string way = call.Key == function.Key ? "directly" : $"through {call.Name}";
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.RecursiveFunction, call.Location, function.Name, way));
        }

        return new Outcome<FunctionPlan>(diagnostics.Count > 0 ? null : Structure(function), diagnostics.ToEquatable());
    }

    public static Outcome<SourceSet> Emit(FunctionPlan plan) => new(new SourceSet([FunctionEmitter.Emit(plan)]), []);

    public static FunctionPlan Structure(FunctionSpec function)
    {
        NamePool names = new(function.Names);
        List<Variable> variables = [.. function.Variables];
        variables.Add(new Variable(names.Take("result"), function.Result, function.Result.Keyword(), false, false));
        int result = variables.Count - 1;
        List<Statement> body = Jumps.Structure(new Counters(function).Check(function.Body), variables, names.TakeNumbered, result);
        EquatableArray<bool> found = ActiveVariables.Find(variables, body, result);
        FunctionPlan plan = new(function, variables.ToEquatable(), body.ToEquatable(), result, found);
        List<bool> active = [.. found];
        EquatableArray<Statement> straight = new Choices(plan, variables, active, names.TakeNumbered).Straighten(body);
        return plan with { Variables = variables.ToEquatable(), Body = WithResult(straight, result), Active = active.ToEquatable() };
    }

    /// <summary>The result begins where it gets its value, or at the top when that is in an inner block.</summary>
    private static EquatableArray<Statement> WithResult(EquatableArray<Statement> body, int result) =>
        body.OfType<Assignment>().Any(assignment => assignment.Variable == result)
            ? body.Select(statement => statement is Assignment assignment && assignment.Variable == result ? assignment with { IsDeclaration = true } : statement).ToEquatable()
            : body.Prepend(new Assignment(result, null, IsDeclaration: true, -1)).ToEquatable();
}
