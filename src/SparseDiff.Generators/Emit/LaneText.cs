using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Emit;

/// <summary>The body of a kernel: the same lines for SIMD lanes and for a GPU thread.</summary>
internal sealed class LaneText
{
    private readonly TensorProgram program;
    private readonly Kernel kernel;
    private readonly Scope scope;
    private readonly string lane;
    private readonly Dictionary<int, string> variables = [];
    private readonly Dictionary<int, string> scalars = [];

    /// <param name="plan">The method.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="scope">How lane structs are named.</param>
    /// <param name="lane">The lane type.</param>
    /// <param name="fields">What stands before the name of a field: empty inside the struct.</param>
    public LaneText(MethodPlan plan, Kernel kernel, Scope scope, string lane, string fields)
    {
        (program, this.kernel, this.scope, this.lane) = (plan.Program, kernel, scope, lane);
        NamePool names = new(["at", "i", "kernel", "V", "A", .. KernelNames.Lanes(plan), .. KernelNames.Fields(plan, kernel)]);
        foreach (int scalar in kernel.Scalars)
            scalars[scalar] = fields + KernelNames.Field(plan, scalar);
        foreach (int node in kernel.Inputs.Concat(kernel.Body))
            variables[node] = names.Take(program.Nodes[node].Name.Length == 0 ? "value" : program.Nodes[node].Name);
    }

    /// <summary>The statements.</summary>
    /// <param name="position">What <c>Read</c> and <c>Write</c> take beside the number: empty, or the index.</param>
    public IEnumerable<string> Statements(string position)
    {
        for (int i = 0; i < kernel.Inputs.Count; i++)
            yield return $"{lane} {variables[kernel.Inputs[i]]} = at.Read({i}{position});";
        foreach (int node in kernel.Body)
            yield return $"{lane} {variables[node]} = {Expression(program.Nodes[node])};";
        for (int i = 0; i < kernel.Outputs.Count; i++)
            yield return $"at.Write({i}{position}, {variables[kernel.Outputs[i]]});";
    }

    private string Expression(Node node) => node switch
    {
        LaneNode apply => $"{scope.Type(apply.Struct)}.{apply.Method}({string.Join(", ", apply.Operands.Select(Operand))})",
        SumNode sum => $"{variables[sum.Left]} + {variables[sum.Right]}",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private string Operand(Operand operand) => operand.Kind switch
    {
        OperandKind.Tensor => variables[operand.Index],
        OperandKind.Scalar => $"{lane}.Constant({scalars[operand.Index]})",
        _ => $"{lane}.Constant({operand.Text})",
    };
}
