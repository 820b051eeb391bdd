using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Writes lane structs: one for each scalar function that is mapped, and one for each lambda.</summary>
internal static class LaneEmitter
{
    public static SourceFile Emit(FunctionPlan plan)
    {
        FunctionSpec function = plan.Function;
        Scope scope = ScopeOf(function.Type);
        string[] header = [$"{function.DisplayName} over lanes: the same lines for vector registers, single numbers and GPU threads."];
        return SourceFile.Create($"{function.Type.HintName}.{function.FileName}.Lane.g.cs", header, function.Type, scope, [], string.Empty, code =>
            LaneStruct.Write(code, plan, function.PlainName + "Lane", $"<c>{function.Name}</c> over lanes.", scope));
    }

    public static SourceFile? Emit(MethodSpec method)
    {
        if (method.Lambdas.Count == 0)
            return null;
        Scope scope = ScopeOf(method.Type);
        string[] header = [$"The lambdas that {method.DisplayName} maps over tensors, over lanes: for vector registers, single numbers and GPU threads."];
        return SourceFile.Create($"{method.Type.HintName}.{method.PlainName}.Lambdas.g.cs", header, method.Type, scope, [], string.Empty, code =>
        {
            code.Line("// Public, so that a GPU's kernel launcher can name the structs.");
            code.Line($"[{scope.Type("System.ComponentModel.EditorBrowsable")}({scope.Type("System.ComponentModel.EditorBrowsableState")}.Never)]");
            code.Open($"public static class {method.PlainName}Lambdas");
            for (int i = 0; i < method.Lambdas.Count; i++)
            {
                if (i > 0)
                    code.Line();
                FunctionSpec lambda = method.Lambdas[i];
                LaneStruct.Write(code, FunctionCompiler.Structure(lambda), lambda.Name, Escaped(string.Join(" ", lambda.Lines)), scope);
            }

            code.Close();
        });
    }

    private static Scope ScopeOf(TypeSpec type)
    {
        Scope scope = new(type, []);
        scope.Type("SparseDiff.Kernels.LaneFunctions");
        return scope;
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
