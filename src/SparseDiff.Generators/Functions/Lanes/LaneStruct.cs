using System.Globalization;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Reverse;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>A scalar function as a lane struct, by which it runs element by element on tensors: fused, vectorised, sparse, on a GPU.</summary>
internal static class LaneStruct
{
    /// <summary>The method that gives the derivative by an argument.</summary>
    public static string PullOf(int argument) => "Pull" + argument.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the tensors' compiler knows of it.</summary>
    /// <param name="plan">The function.</param>
    /// <param name="key">How calls name it.</param>
    /// <param name="fullName">The struct's full name.</param>
    public static OperationSpec OperationOf(FunctionPlan plan, string key, string fullName)
    {
        List<int> arguments = [.. Enumerable.Range(0, plan.Function.Arguments)];
        List<string> names = [.. arguments.Select(argument => plan.Variables[argument].Name.TrimStart('@'))];
        EquatableArray<PullSpec> pulls = arguments.Where(argument => plan.Variables[argument].WantsGradient)
            .Select(argument => new PullSpec(PullOf(argument), names[argument], names.Concat([VjpRule.Cotangent]).ToEquatable())).ToEquatable();
        EquatableArray<ParameterSpec> parameters = arguments.Select(argument => new ParameterSpec(names[argument], "float", true, null, false)).ToEquatable();
        return new OperationSpec(key, string.Empty, plan.Function.PlainName, parameters, HasInto: true, new LaneSpec(fullName, pulls) { IsCostly = ForwardSweep.Expressions(plan.Body).Any(IsCostly) }, false, false, false, []);
    }

    /// <summary>The same operation, known to be costly.</summary>
    public static OperationSpec Costly(OperationSpec operation) => operation with { Lane = operation.Lane! with { IsCostly = true } };

    // A call may be of anything; roots and the like are single instructions.
    private static bool IsCostly(Expression expression) => expression is FunctionCall or MathCall { Name: not ("Abs" or "Max" or "Min" or "Sqrt" or "Floor" or "Clamp" or "Sign") };

    /// <summary>Why a function cannot be mapped at all; null when it can.</summary>
    public static string? DefectOf(FunctionPlan plan)
    {
        for (int i = 0; i < plan.Function.Arguments; i++)
        {
            if (plan.Variables[i] is { IsArray: true } or { Type: not NumberType.Single })
                return $"takes '{plan.Variables[i].Name}' of type {plan.Variables[i].TypeText}, and lanes are of type float";
        }

        return plan.Function.Result == NumberType.Single ? null : "returns a double, and lanes are of type float";
    }

    /// <summary>Why vector registers cannot compute a function; null when they can.</summary>
    public static string? ObstacleOf(FunctionPlan plan)
    {
        try
        {
            _ = new LaneCode(plan, -1);
            return null;
        }
        catch (LaneDefect defect)
        {
            return defect.Message;
        }
    }

    public static void Write(CodeWriter code, FunctionPlan plan, EntryByEntry? how, string name, string summary, Scope scope, bool isLambda)
    {
        if (how is not null)
        {
            new EntryStruct(plan, how, scope, isLambda).Write(code, name, summary);
            return;
        }

        string lane = scope.Type("SparseDiff.Kernels.ILane");
        string arguments = string.Join(", ", Enumerable.Range(0, plan.Function.Arguments).Select(i => "V " + plan.Variables[i].Name));
        code.Line($"/// <summary>{summary}</summary>");
        code.Open($"public readonly struct {name}");
        Method(code, "Apply", arguments, new LaneCode(plan, -1), lane, scope);
        for (int i = 0; i < plan.Function.Arguments; i++)
        {
            if (!plan.Variables[i].WantsGradient)
                continue;
            code.Line();
            code.Line($"/// <summary>The derivative by <c>{plan.Variables[i].Name}</c>, times dY.</summary>");
            Method(code, PullOf(i), arguments + ", V dY", new LaneCode(plan, i), lane, scope);
        }

        code.Close();
    }

    private static void Method(CodeWriter code, string name, string arguments, LaneCode body, string lane, Scope scope)
    {
        code.Line($"[{scope.Type("System.Runtime.CompilerServices.MethodImpl")}({scope.Type("System.Runtime.CompilerServices.MethodImplOptions")}.AggressiveInlining)]");
        code.Line($"public static V {name}<V>({arguments})");
        code.Indent();
        code.Line($"where V : struct, {lane}<V>");
        code.Unindent();
        code.Open();
        foreach (string line in body.Lines)
            code.Line(line);
        code.Line($"return {body.Result};");
        code.Close();
    }
}
