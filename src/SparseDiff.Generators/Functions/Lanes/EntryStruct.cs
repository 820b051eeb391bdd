using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Forward;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>
/// A scalar function that vector registers cannot compute, as a lane struct that goes through the entries of its lanes: forwards it calls
/// the function, backwards the forward derivative, which needs no tape.
/// </summary>
internal sealed class EntryStruct
{
    private readonly FunctionPlan plan;
    private readonly FunctionPlan wide;
    private readonly EntryByEntry how;
    private readonly Scope scope;
    private readonly bool isLambda;
    private readonly string[] arguments;
    private readonly string cotangent;
    private readonly string entry;

    /// <param name="plan">The function.</param>
    /// <param name="how">Why, and what it calls.</param>
    /// <param name="scope">How types of ours are named.</param>
    /// <param name="isLambda">Whether the function is a lambda, which other code cannot call.</param>
    public EntryStruct(FunctionPlan plan, EntryByEntry how, Scope scope, bool isLambda)
    {
        (this.plan, this.how, this.scope, this.isLambda) = (plan, how, scope, isLambda);
        wide = new Widening(how.Lanes).Of(plan);
        NamePool names = new(["V", "Single", "Double", "Value", "Derivative", "Apply"]);
        arguments = [.. plan.Variables.Take(plan.Function.Arguments).Select(variable => names.Take(variable.Name))];
        cotangent = names.Take("dY");
        entry = names.Take("entry");
    }

    private IEnumerable<int> Wanted => Enumerable.Range(0, arguments.Length).Where(i => plan.Variables[i].WantsGradient);

    public void Write(CodeWriter code, string name, string summary)
    {
        string all = string.Join(", ", arguments.Select(static argument => "V " + argument));
        string what = isLambda ? "it" : plan.Function.Name;
        code.Line($"/// <summary>{summary}</summary>");
        code.Open($"public readonly struct {name}");
        code.Line($"// One entry after the other, for {what} {how.Why}.");
        Method(code, "Apply", all, $"Values<V>({string.Join(", ", arguments)})");
        foreach (int i in Wanted)
        {
            code.Line();
            code.Line($"/// <summary>The derivative by <c>{plan.Variables[i].Name}</c>, times dY.</summary>");
            Method(code, LaneStruct.PullOf(i), $"{all}, V {cotangent}", $"Derivatives{i}<V>({string.Join(", ", arguments)}, {cotangent})");
        }

        code.Line();
        Entries(code, "Values", all, isLambda ? "Value" : Named(plan.Function.PlainName), "Value", string.Empty, arguments);
        foreach (int i in Wanted)
        {
            code.Line();
            string jvp = isLambda ? "Derivative" : Named(plan.Function.PlainName + "Jvp");
            Entries(code, $"Derivatives{i}", $"{all}, V {cotangent}", jvp, "Derivative", isLambda ? string.Empty : ".Tangent", [.. Along(i)]);
        }

        if (isLambda)
            Function(code, plan, "The lambda, and its derivative along a direction.");
        Function(code, wide, "The same in double precision, for the reference device and gradient checks.");
        code.Close();
    }

    /// <summary>The arguments of a forward derivative, with the cotangent as the tangent of one of them.</summary>
    private IEnumerable<string> Along(int wanted) => Enumerable.Range(0, arguments.Length).SelectMany(i => plan.Variables[i].WantsGradient
        ? (IEnumerable<string>)[arguments[i], i == wanted ? cotangent : "0"]
        : [arguments[i]]);

    // A member of the struct's own hides the function of that name.
    private string Named(string function) =>
        function is "Apply" or "Values" or "Value" or "Derivative" or "Single" or "Double" || function.StartsWith("Pull", StringComparison.Ordinal) || function.StartsWith("Derivatives", StringComparison.Ordinal)
            || function == plan.Function.LaneName || arguments.Contains(function)
            ? $"global::{LaneTable.TypeOf(plan.Function.Type)}.{function.Escaped()}" : function.Escaped();

    private void Method(CodeWriter code, string name, string parameters, string entries)
    {
        code.Line($"public static V {name}<V>({parameters})");
        code.Indent();
        code.Line($"where V : struct, {scope.Type("SparseDiff.Kernels.ILane")}<V> => V.Each(new {entries});");
        code.Unindent();
    }

    /// <summary>A struct that calls the function with the numbers at an entry.</summary>
    private void Entries(CodeWriter code, string name, string parameters, string single, string twice, string part, string[] passed)
    {
        code.Line($"private readonly struct {name}<V>({parameters}) : {scope.Type("SparseDiff.Kernels.IEntries")}");
        code.Indent();
        code.Line($"where V : struct, {scope.Type("SparseDiff.Kernels.ILane")}<V>");
        code.Unindent();
        code.Open();
        code.Line($"public float Single(int {entry}) => {single}({Numbers("Single")}){part};");
        code.Line();
        code.Line($"public double Double(int {entry}) => {twice}({Numbers("Double")});");
        code.Close();

        string Numbers(string precision) => string.Join(", ", passed.Select(argument => argument == "0" ? precision == "Single" ? "0f" : "0d" : $"V.{precision}({argument}, {entry})"));
    }

    /// <summary>The function and its forward derivative as methods.</summary>
    private void Function(CodeWriter code, FunctionPlan function, string comment)
    {
        string number = function.Function.Result.Keyword();
        FunctionPlan still = function with { Active = function.Active.Select(static _ => false).ToEquatable(), Function = function.Function with { Lines = [] } };
        FunctionPlan moving = function with { Function = still.Function };
        code.Line();
        code.Line("// " + comment);
        FunctionNames names = new(still);
        code.Open($"private static {number} Value({string.Join(", ", Parameters(still, null))})");
        Code.Write(code, new TangentSweep(still, names, scope).Run(still.Body));
        code.Line($"return {names.Result};");
        code.Close();
        code.Line();
        names = new FunctionNames(moving);
        code.Open($"private static {number} Derivative({string.Join(", ", Parameters(moving, names))})");
        Code.Write(code, new TangentSweep(moving, names, scope).Run(moving.Body));
        code.Line($"return {(moving.Active[moving.Result] ? names.Derivative(moving.Result) : "0" + moving.Function.Result.Suffix())};");
        code.Close();
    }

    private static IEnumerable<string> Parameters(FunctionPlan function, FunctionNames? tangents)
    {
        for (int i = 0; i < function.Function.Arguments; i++)
        {
            Variable variable = function.Variables[i];
            yield return $"{variable.TypeText} {variable.Name}";
            if (tangents is not null && variable.WantsGradient)
                yield return $"{variable.TypeText} {tangents.Derivative(i)}";
        }
    }
}
