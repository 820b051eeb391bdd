using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Forward;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Reverse;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>Writes the reverse and the forward derivative of a scalar function.</summary>
internal sealed class FunctionEmitter
{
    private readonly FunctionPlan plan;
    private readonly FunctionSpec function;
    private readonly Scope scope;

    private FunctionEmitter(FunctionPlan plan)
    {
        (this.plan, function) = (plan, plan.Function);
        scope = new Scope(function.Type, plan.Variables.Select(static variable => variable.Name));
    }

    public static SourceFile Emit(FunctionPlan plan) => new FunctionEmitter(plan).File();

    private IEnumerable<int> Arguments => Enumerable.Range(0, function.Arguments);

    private string Result => function.Result.Keyword();

    private SourceFile File() => SourceFile.Create($"{function.Type.HintName}.{MethodNames.FileNameOf(function.FileName)}.g.cs", Header(), function.Type, scope, function.Usings, string.Empty, code =>
    {
        WithGradients(code);
        code.Line();
        Jvp(code);
    });

    private IEnumerable<string> Header()
    {
        List<string> wanted = [.. Arguments.Where(i => plan.Variables[i].WantsGradient).Select(Name)];
        List<string> others = [.. Arguments.Where(i => !plan.Variables[i].WantsGradient).Select(Name)];
        yield return $"The derivatives of {function.DisplayName}, in reverse and in forward mode.";
        yield return string.Empty;
        yield return $"Derivatives:  by {string.Join(", ", wanted)}.";
        if (others.Count > 0)
            yield return $"Not computed: the derivative by {string.Join(", ", others)}.";
        List<string> constant = [.. Arguments.Where(i => plan.Variables[i].WantsGradient && !plan.Active[i]).Select(Name)];
        if (constant.Count > 0)
            yield return $"Zero:         the derivative by {string.Join(", ", constant)}, on which the result does not depend smoothly.";
    }

    private void WithGradients(CodeWriter code)
    {
        FunctionNames names = new(plan);
        ReverseContext context = new(plan, names, scope);
        (List<Code> forward, List<Code> backward) = new Region(context, [.. plan.Body], isTurn: false).Write();
        code.Line($"/// <summary>Computes what <c>{function.Name}</c> computes, and its derivative by each argument.</summary>");
        foreach (int argument in Arguments.Where(i => plan.Variables[i].WantsGradient))
        {
            string what = plan.Variables[argument].IsArray ? $"The derivative by each element of <c>{Name(argument)}</c>; as long as that, and overwritten" : $"The derivative by <c>{Name(argument)}</c>";
            code.Line($"/// <param name=\"{names.Derivative(argument).TrimStart('@')}\">{what}.</param>");
        }

        code.Line("/// <returns>The value.</returns>");
        IEnumerable<string> outputs = Arguments.Where(i => plan.Variables[i].WantsGradient).Select(i => plan.Variables[i].IsArray
            ? $"{Span("Span", i)} {names.Derivative(i)}"
            : $"out {plan.Variables[i].TypeText} {names.Derivative(i)}");
        code.Open($"{function.Accessibility} static {Result} {function.PlainName}WithGradients({string.Join(", ", Arguments.Select(Argument).Concat(outputs))})");
        foreach (int array in Arguments.Where(i => plan.Variables[i] is { IsArray: true, WantsGradient: true }))
            code.Line($"{names.Derivative(array)}.Clear();");
        foreach (KeyValuePair<string, string> tape in context.Tapes)
            code.Line($"{scope.Ours("Tape")}<{tape.Key}> {tape.Value} = {Beginning(tape.Key)};");
        foreach (KeptTurns kept in context.Kept)
            code.Line($"{scope.Type("System.Span")}<{kept.Variable.TypeText}> {kept.Name} = stackalloc {kept.Variable.TypeText}[{kept.Turns}]; // {kept.Variable.Name.TrimStart('@')} as each turn begins");
        if (context.Tapes.Count > 0 || context.Kept.Any())
            code.Line();
        Code.Write(code, forward);
        if (backward.Count > 0 && forward.Count > 0)
            code.Line();
        Code.Write(code, backward);
        List<string> zeros = [.. Arguments.Where(i => plan.Variables[i] is { IsArray: false, WantsGradient: true } && !backward.Any(line => line.Text.StartsWith(names.Derivative(i) + " = ", StringComparison.Ordinal)))
            .Select(i => $"{names.Derivative(i)} = 0{plan.Variables[i].Type.Suffix()};")];
        foreach (string zero in zeros)
            code.Line(zero);
        foreach (string tape in context.Tapes.Values)
            code.Line($"{tape}.Dispose();");
        code.Line($"return {names.Result};");
        code.Close();
    }

    private void Jvp(CodeWriter code)
    {
        FunctionNames names = new(plan);
        List<Code> lines = new TangentSweep(plan, names, scope).Run(plan.Body);
        code.Line($"/// <summary>Computes what <c>{function.Name}</c> computes, and its derivative along a direction: the tangents of the arguments.</summary>");
        foreach (int argument in Arguments.Where(i => plan.Variables[i].WantsGradient))
            code.Line($"/// <param name=\"{names.Derivative(argument).TrimStart('@')}\">The tangent of <c>{Name(argument)}</c>.</param>");
        IEnumerable<string> arguments = Arguments.SelectMany(i => plan.Variables[i] switch
        {
            { WantsGradient: false } => (IEnumerable<string>)[Argument(i)],
            { IsArray: true } => [Argument(i), $"{Span("ReadOnlySpan", i)} {names.Derivative(i)}"],
            var variable => [Argument(i), $"{variable.TypeText} {names.Derivative(i)}"],
        });
        code.Line("/// <returns>The value, and the derivative along the direction.</returns>");
        code.Open($"{function.Accessibility} static ({Result} Value, {Result} Tangent) {function.PlainName}Jvp({string.Join(", ", arguments)})");
        Code.Write(code, lines);
        code.Line();
        string tangent = plan.Active[plan.Result] ? names.Derivative(plan.Result) : "0" + function.Result.Suffix();
        code.Line($"return ({names.Result}, {tangent});");
        code.Close();
    }

    private string Argument(int argument) => $"{plan.Variables[argument].TypeText} {plan.Variables[argument].Name}";

    private string Name(int argument) => plan.Variables[argument].Name;

    private string Span(string kind, int argument) => $"{scope.Type("System." + kind)}<{plan.Variables[argument].Type.Keyword()}>";

    // A tape of plain numbers begins on the stack; a function that loops little allocates nothing.
    private static string Beginning(string type) =>
        Variable.IsPlain(type) ? $"new(stackalloc {type}[32])" : "new([])";
}
