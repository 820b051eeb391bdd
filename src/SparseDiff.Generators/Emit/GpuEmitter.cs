using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes the same chains as GPU kernels: each thread takes every n-th position.</summary>
internal static class GpuEmitter
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
            $"The element-wise chains of {plan.Method.DisplayName} and of its derivative as GPU kernels.",
            "Each thread starts at its own position and goes on by the number of all threads, so that any launch covers any length.",
        ];
        return SourceFile.Create($"{plan.Method.Type.HintName}.{MethodNames.FileNameOf(plan.Method.PlainName)}.Gpu.g.cs", header, plan.Method.Type, scope, [], string.Empty, code =>
        {
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

    private static void Struct(CodeWriter code, MethodPlan plan, Kernel kernel, Scope scope)
    {
        string lanes = scope.Type("SparseDiff.Gpu.GpuLanes");
        string action = $"{scope.Type("System.Action")}<{kernel.Name}, {lanes}>";
        code.Open($"partial struct {kernel.Name} : {scope.Type("SparseDiff.Gpu.IGpuElementwise")}<{kernel.Name}>");
        code.Line("/// <summary>The kernel's GPU form.</summary>");
        code.Line($"public static {action} GpuKernel => OnGpu;");
        code.Line();
        code.Line(KernelEmitter.Summary(plan, kernel));
        code.Open($"public static void OnGpu({kernel.Name} kernel, {lanes} at)");
        code.Open($"for (int i = {lanes}.First; i < at.Length; i += {lanes}.Stride)");
        foreach (string statement in new LaneText(plan, kernel, scope, scope.Type("SparseDiff.Kernels.FloatLane"), "kernel.").Statements(", i"))
            code.Line(statement);
        code.Close();
        code.Close();
        code.Close();
    }
}
