using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <content>Points that check their settings in the forward pass.</content>
internal sealed partial class StepText
{
    /// <summary>A call of the marker, which is the identity; null where no tensor has the shape that it would look at.</summary>
    private string? Check(CheckNode check)
    {
        int source = check.ReadsShape.First();
        if (Existing(source) is not (>= 0 and var existing))
            return null;
        EquatableArray<Operand> operands = check.Operands.Select(operand => operand.Kind == OperandKind.Tensor ? operand with { Index = existing } : operand).ToEquatable();
        return $"{scope.Method(check.Point.Container, check.Point.Name)}({Operands(operands, mayOmit: true)});      // refuses wrong settings";
    }

    /// <summary>
    /// A tensor of the shape of a forward value: the value itself, or, where it lives only inside a kernel, what the kernel writes. Where that is stretched further
    /// a count may be too large for the value and pass here; the backward pass refuses it.
    /// </summary>
    private int Existing(int node)
    {
        if (!plan.Program.Nodes[node].IsElementwise)
            return node;
        List<Kernel> around = [.. plan.Kernels.Where(kernel => !kernel.IsBackward && (kernel.Outputs.Contains(node) || kernel.Body.Contains(node)))];
        return around.Any(kernel => kernel.Outputs.Contains(node)) ? node
            : around.SelectMany(static kernel => kernel.Outputs).Where(output => plan.Program.Nodes[node].Shape.All(plan.Program.Nodes[output].Shape.Contains)).Select(static output => (int?)output).FirstOrDefault() ?? -1;
    }
}
