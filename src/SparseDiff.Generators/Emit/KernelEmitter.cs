using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes the element-wise chains of a method as kernel structs.</summary>
internal static class KernelEmitter
{
    public static SourceFile? Emit(MethodPlan plan)
    {
        List<(MethodPlan Block, Kernel Kernel)> kernels = [.. plan.All.SelectMany(static block => block.Kernels.Select(kernel => (block, kernel)))];
        if (kernels.Count == 0)
            return null;
        Scope scope = KernelNames.ScopeOf(plan);
        MethodNames names = new(plan);
        string[] header =
        [
            $"The element-wise chains of {plan.Method.DisplayName} and of its derivative, each one kernel.",
            "Written once over lanes: the same lines are the SIMD loop, its scalar tail and the double-precision reference.",
        ];
        return SourceFile.Create($"{plan.Method.Type.HintName}.{MethodNames.FileNameOf(plan.Method.PlainName)}.Kernels.g.cs", header, plan.Method.Type, scope, [], string.Empty, code =>
        {
            code.Line("// Public, so that a GPU's kernel launcher can name the structs.");
            code.Line($"[{scope.Type("System.ComponentModel.EditorBrowsable")}({scope.Type("System.ComponentModel.EditorBrowsableState")}.Never)]");
            code.Open($"public static partial class {names.Kernels}");
            for (int i = 0; i < kernels.Count; i++)
            {
                if (i > 0)
                    code.Line();
                Struct(code, kernels[i].Block, kernels[i].Kernel, scope);
            }

            code.Close();
        });
    }

    /// <summary>The user's lines that a kernel belongs to, as documentation.</summary>
    public static string Summary(MethodPlan plan, Kernel kernel)
    {
        string outputs = string.Join(" and ", kernel.Outputs.Select(output => plan.Program.Nodes[output].Name));
        string inputs = string.Join(", ", kernel.Inputs.Select(input => plan.Program.Nodes[input].Name));
        return $"/// <summary>{outputs} from {inputs}.</summary>";
    }

    private static void Struct(CodeWriter code, MethodPlan plan, Kernel kernel, Scope scope)
    {
        List<string> fields = [.. KernelNames.Fields(plan, kernel)];
        string constructor = fields.Count == 0 ? string.Empty : $"({string.Join(", ", fields.Select(static field => "float " + field))})";
        code.Line(Summary(plan, kernel));
        code.Open($"public readonly partial struct {kernel.Name}{constructor} : {scope.Type("SparseDiff.Kernels.IElementwise")}");
        foreach (string field in fields)
            code.Line($"internal readonly float {field} = {field};");
        if (fields.Count > 0)
            code.Line();
        code.Line($"[{scope.Type("System.Runtime.CompilerServices.MethodImpl")}({scope.Type("System.Runtime.CompilerServices.MethodImplOptions")}.AggressiveInlining)]");
        code.Line("public void Apply<V, A>(ref A at)");
        code.Indent();
        code.Line($"where V : struct, {scope.Type("SparseDiff.Kernels.ILane")}<V>");
        code.Line($"where A : struct, {scope.Type("SparseDiff.Kernels.ILanes")}<V>");
        code.Unindent();
        code.Open();
        foreach (string statement in new LaneText(plan, kernel, scope, "V", string.Empty).Statements(string.Empty))
            code.Line(statement);
        code.Close();
        code.Close();
    }
}
