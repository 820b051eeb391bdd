using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Writes lane structs: one for each scalar function that is mapped, and one for each lambda.</summary>
internal static class LaneEmitter
{
    public static SourceFile Emit(FunctionPlan plan, EntryByEntry? how)
    {
        FunctionSpec function = plan.Function;
        Scope scope = ScopeOf(function.Type);
        string[] header = [how is null
            ? $"{function.DisplayName} over lanes: the same lines for vector registers, single numbers and GPU threads."
            : $"{function.DisplayName} over lanes, entry by entry."];
        return SourceFile.Create($"{function.Type.HintName}.{MethodNames.FileNameOf(function.FileName)}.Lane.g.cs", header, function.Type, scope, how is null ? [] : function.Usings, string.Empty, code =>
            LaneStruct.Write(code, plan, how, function.LaneName, $"<c>{function.Name}</c> over lanes.", scope, isLambda: false));
    }

    public static SourceFile? Emit(MethodSpec method, EquatableArray<EntryByEntry> entries)
    {
        if (method.Lambdas.Count == 0)
            return null;
        Scope scope = ScopeOf(method.Type);
        string[] header = [$"The lambdas that {method.DisplayName} maps over tensors, over lanes: for vector registers, single numbers and GPU threads."];
        return SourceFile.Create($"{method.Type.HintName}.{MethodNames.FileNameOf(method.PlainName)}.Lambdas.g.cs", header, method.Type, scope, entries.Count == 0 ? [] : method.Lambdas.SelectMany(static lambda => lambda.Usings).Distinct().ToEquatable(), string.Empty, code =>
        {
            code.Line("// Public, so that a GPU's kernel launcher can name the structs.");
            code.Line($"[{scope.Type("System.ComponentModel.EditorBrowsable")}({scope.Type("System.ComponentModel.EditorBrowsableState")}.Never)]");
            code.Open($"public static class {method.PlainName}Lambdas");
            for (int i = 0; i < method.Lambdas.Count; i++)
            {
                if (i > 0)
                    code.Line();
                FunctionSpec lambda = method.Lambdas[i];
                EntryByEntry? how = entries.FirstOrDefault(entry => entry.Key == LaneTable.KeyOf(lambda.Key));
                LaneStruct.Write(code, FunctionCompiler.Structure(lambda), how, lambda.Name, Escaped(string.Join(" ", lambda.Lines)), scope, isLambda: true);
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
