using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>The statement of each step.</summary>
internal sealed partial class StepText(MethodPlan plan, MethodNames names, Scope scope, IEnumerable<Step> steps, bool isBackward)
{
    private readonly HashSet<int> declaredAccumulators = [];
    private readonly HashSet<string> declaredChoices = [];

    /// <summary>The variable that holds what the block keeps.</summary>
    public string Frame { get; init; } = names.Saved;

    /// <summary>The variable that holds its buffers.</summary>
    public string Workspace { get; init; } = names.Ws;

    /// <summary>Whether the gradients of arguments are out parameters, which are declared already.</summary>
    public bool GivesOutputs { get; init; }

    /// <summary>Whether a gradient is such an out parameter.</summary>
    public bool IsOutput(string gradient) => GivesOutputs && plan.Program.Outputs.Any(output => plan.Program.Nodes[output.Node].Name == gradient);

    public IEnumerable<string> Of(Step step)
    {
        MethodSpec method = plan.Method;
        switch (step.Kind)
        {
            case StepKind.Scalar:
                ScalarSpec scalar = method.Scalars[step.Index];
                yield return scalar.IsStatement ? scalar.Text : $"{scalar.Type} {scalar.Name} = {scalar.Text};";
                yield break;
            case StepKind.Capture:
                var leaf = (LeafNode)plan.Program.Nodes[step.Index];
                yield return $"{scope.Ours("Tensor")} {leaf.Name} = {leaf.Text};";
                yield break;
            case StepKind.Kernel:
                yield return Kernel(plan.Kernels[step.Index]);
                yield break;
            default:
                foreach (string line in Node(step))
                    yield return line;
                yield break;
        }
    }

    /// <summary>A tensor as this pass names it.</summary>
    public string Tensor(int node) => plan.Program.Nodes[node] switch
    {
        LeafNode { Kind: ValueKind.Parameter } parameter => parameter.Text,
        { IsBackward: false } when isBackward && ResultNumber(node) is >= 0 and var result => $"{Frame}.{names.Outputs[result]}",
        { IsBackward: false, Name: var name } when isBackward => $"{Frame}.{name}",
        { Name: var name } => name,
    };

    private int ResultNumber(int node) => plan.Method.Block > 0 ? -1 : plan.Program.Results.ToList().IndexOf(node);

    private string Kernel(Kernel kernel)
    {
        List<int> inputs = [.. kernel.Inputs];
        string operands;
        if (kernel.Format != Format.Tensor)
            operands = $"{Tensor(inputs[0])}, [{string.Join(", ", inputs.Skip(1).Select(Tensor))}]";
        else
            operands = $"[{string.Join(", ", inputs.Select(Tensor))}]";
        string call = $"{scope.Ours("Elementwise")}.Map({Struct(kernel)}, {operands}";
        if (kernel.Outputs.Count == 1)
        {
            int output = kernel.Outputs[0];
            return $"{Declare(output)} = {call}, into: {Slot(output)});{InPlace([output])}";
        }

        string variables = string.Join(", ", kernel.Outputs.Select(Declare));
        return $"({variables}) = {call}, {string.Join(", ", kernel.Outputs.Select(Slot))});{InPlace(kernel.Outputs)}";
    }

    private string InPlace(IEnumerable<int> outputs)
    {
        List<string> overwritten = [.. outputs.Select(output => plan.Slots[output].InPlaceOf).Where(static name => name.Length > 0)];
        return overwritten.Count == 0 ? string.Empty : $"      // in place: {string.Join(" and ", overwritten)} {(overwritten.Count == 1 ? "is" : "are")} not read again";
    }

    /// <summary>The value of a kernel struct.</summary>
    private string Struct(Kernel kernel)
    {
        string type = $"{names.Kernels}.{kernel.Name}";
        return kernel.Scalars.Count == 0 ? $"default({type})" : $"new {type}({string.Join(", ", kernel.Scalars.Select(Scalar))})";
    }

    private string Scalar(int scalar) => isBackward && !plan.Method.Scalars[scalar].IsPosition ? $"{Frame}.{plan.Method.Scalars[scalar].Name}" : plan.Method.Scalars[scalar].Name;

    private IEnumerable<string> Node(Step step)
    {
        Node node = plan.Program.Nodes[step.Index];
        switch (node)
        {
            case CallNode call:
                yield return $"{Declare(step.Index)} = {scope.Method(call.Operation.Container, call.Operation.Name)}({Operands(call.Operands, mayOmit: true)}{(call.Operation.HasInto ? $", into: {Slot(step.Index)}" : string.Empty)});";
                break;
            case CheckNode check when Check(check) is { } statement:
                yield return statement;
                break;
            case CheckNode:
                break;
            case RuleNode { Target: null } rule:
                yield return $"{Declare(step.Index)} = {scope.Method(rule.Rule.Container, rule.Rule.Method)}({RuleOperands(rule)}{IntoSlot(rule.Rule, step.Index)});";
                break;
            case RuleNode { Target: { } target } rule:
                if (!target.IsParameter && declaredAccumulators.Add(target.Accumulator))
                    yield return $"{scope.Ours("RowGradient")} {target.Name} = {Workspace}.Accumulator({target.Accumulator}, {Tensor(target.Like)});";
                yield return $"{scope.Method(rule.Rule.Container, rule.Rule.Method)}({RuleOperands(rule)}, into: {Destination(target)}{(rule.Rule.Into == Ir.Destination.Tensor ? ".AsDense()" : string.Empty)});";
                break;
            case CalleeNode callee:
                yield return Forward(callee, step.Index);
                break;
            case CalleeVjpNode callee:
                foreach (string line in Backward(callee, step.Index))
                    yield return line;
                break;
            case ListNode list:
                yield return $"{scope.Ours("TensorList")} {list.Name} = {Workspace}.BeginList({string.Join(", ", list.Operands.Select(length => $"length: {Operand(length)}").Prepend(list.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)))});";
                break;
            case ElementNode element:
                yield return $"{Declare(step.Index)} = {element.List}[{Operand(element.Operands[0])}];";
                break;
            case StoreNode { Operands: [var value] } store:
                yield return $"{store.List}.Add({Operand(value)});";
                break;
            case StoreNode { Operands: [var index, var value] } store:
                yield return $"{store.List}[{Operand(index)}] = {Operand(value)};";
                break;
            case ListGradientNode gradient:
                yield return $"{scope.Ours("ListGradient")} {gradient.Name} = {Workspace}.BeginGradient({gradient.Number});";
                break;
            case ElementVjpNode element:
                yield return $"{element.Gradients}.Add({Operand(element.Index)}, {Tensor(element.Cotangent)});";
                break;
            case StoreVjpNode store:
                yield return $"{(store.Name.Length > 0 ? Declare(step.Index) + " = " : string.Empty)}{store.Gradients}.{(store.Index is { } written ? $"Take({Operand(written)})" : "TakeLast()")};";
                break;
            case PartNode part:
                yield return $"{Declare(step.Index)} = {scope.Ours("Formats")}.Copy({Uncopied(part)}, into: {Slot(step.Index)});";
                break;
            case ZerosNode zeros:
                yield return $"{Declare(step.Index)} = {scope.Ours("Formats")}.Zeros({Tensor(zeros.Like)}, into: {Slot(step.Index)});      // no gradient reaches it";
                break;
            case AccumulatedNode accumulated:
                yield return $"{Declare(step.Index)} = {accumulated.Target.Name}.Values;";
                break;
            case SelectNode select when step.Kernel >= 0:
                yield return Selection(select, step);
                break;
            case SelectNode select:
                yield return $"{Declare(step.Index)} = {scope.Method(select.Rule.Container, select.Rule.Method)}({Operands(select.Operands)}{IntoPoint(select.Rule, step.Index)});";
                break;
            case ChildNode child:
                string formats = scope.Ours("Formats");
                string norms = string.Join(", ", child.Candidates.Select(candidate => $"{formats}.Norm1({Tensor(candidate)})"));
                if (declaredChoices.Add(child.Choice))
                {
                    yield return child.Policy is { } policy
                        ? $"{scope.Ours("ChildSet")} {child.Choice} = {Operand(policy)}.Choose({norms});      // of these gradients only those travel on"
                        : $"int {child.Choice} = {formats}.Largest({norms});      // of these gradients only one travels on";
                }

                string passes = child.Policy is null ? $"{child.Choice} == {child.Index}" : $"{child.Choice}.Has({child.Index})";
                yield return $"{Declare(step.Index)} = {formats}.Only({Tensor(child.Candidate)}, {passes}, into: {Slot(step.Index)});";
                break;
            case SumToNode { Target: { } target } sum:
                yield return $"{scope.Ours("Formats")}.SumTo({Tensor(sum.Source)}, into: {Destination(target)});";
                break;
            case SumToNode sum:
                yield return $"{Declare(step.Index)} = {scope.Ours("Formats")}.SumTo({Tensor(sum.Source)}, like: {Tensor(sum.Like)}, into: {Slot(step.Index)});      // itself where the shapes are equal";
                break;
            case ToDenseNode dense:
                yield return $"{Declare(step.Index)} = {scope.Ours("Formats")}.ToDense({Tensor(dense.Source)}, into: {Slot(step.Index)});";
                break;
            case SumNode sum:
                yield return $"{Declare(step.Index)} = {scope.Ours("Formats")}.Add({Tensor(sum.Left)}, {Tensor(sum.Right)}, into: {Slot(step.Index)});{InPlace([step.Index])}";
                break;
        }
    }

    private string Selection(SelectNode select, Step step)
    {
        Kernel kernel = plan.Kernels[step.Kernel];
        IEnumerable<string> arguments = select.Fused!.Parameters.Select(parameter => parameter.Name switch
        {
            VjpRule.Pull => Struct(kernel),
            VjpRule.Inputs => $"[{string.Join(", ", kernel.Inputs.Select(Tensor))}]",
            _ => Operand(select.Operands.First(operand => operand.Parameter == parameter.Name)),
        });
        return $"{Declare(step.Index)} = {scope.Method(select.Fused.Container, select.Fused.Method)}({string.Join(", ", arguments)}{IntoPoint(select.Fused, step.Index)});";
    }

    private string Destination(GradientTarget target) => target.Accumulator == GradientTarget.OfParameter ? $"{names.Gradients}.{target.Name}" : target.Name;

    private string IntoSlot(VjpRule rule, int node) => rule.Into == Ir.Destination.None ? string.Empty : $", into: {Slot(node)}";

    /// <summary>Behind a sparsity point the buffer says its name, by which a probe is found.</summary>
    private string IntoPoint(VjpRule rule, int node) => rule.Into != Ir.Destination.SparseSlot
        ? IntoSlot(rule, node)
        : $", into: {Workspace}.Sparse({plan.Slots[node].Index}, \"{plan.Program.Nodes[node].Name.TrimStart('@')}\")";

    private string Declare(int node) => isBackward && GivesOutputs && plan.Program.Outputs.Any(output => output.Node == node)
        ? plan.Program.Nodes[node].Name
        : $"{scope.Ours(plan.Program.Nodes[node].Format.ToString())} {plan.Program.Nodes[node].Name}";

    private string Slot(int node) => plan.Program.Nodes[node].Format == Format.Tensor
        ? $"{Workspace}{(plan.Slots[node].IsPassing ? ".Passing" : string.Empty)}[{plan.Slots[node].Index}]"
        : $"{Workspace}.Sparse({plan.Slots[node].Index})";

    /// <summary>The operands by position; what the user left out at the end stays out, and bare constants say what they are.</summary>
    private string Operands(EquatableArray<Operand> operands, bool mayOmit = false)
    {
        int count = operands.Count;
        while (mayOmit && count > 0 && operands[count - 1].IsOmitted)
            count--;
        return string.Join(", ", operands.Take(count).Select(operand => IsBare(operand) ? $"{operand.Parameter}: {operand.Text}" : Operand(operand)));
    }

    /// <summary>A rule's operands; what the user left out of the call stays out where the rule has the same default.</summary>
    private string RuleOperands(RuleNode node)
    {
        int count = node.Operands.Count;
        while (count > 0 && node.Operands[count - 1] is { IsOmitted: true } omitted && IsDefault(omitted.Text, node.Rule.Parameters[count - 1].Default))
            count--;
        return Operands(node.Operands.Take(count).ToEquatable());
    }

    private static bool IsDefault(string text, string? value) => text == value || value == "default" && text.StartsWith("default(", StringComparison.Ordinal);

    private static bool IsBare(Operand operand) =>
        operand.Kind is OperandKind.Constant or OperandKind.Absent
        && (operand.Text is "true" or "false" or "null" || operand.Text.Length > 0 && (char.IsDigit(operand.Text[0]) || operand.Text[0] == '-'));

    private string Operand(Operand operand) => operand.Kind switch
    {
        OperandKind.Tensor => Tensor(operand.Index),
        OperandKind.Scalar => Scalar(operand.Index),
        OperandKind.List => operand.Text,
        _ when isBackward && operand.Scalars.Count > 0 => List(operand),
        _ => scope.Constant(operand.Text),
    };

    /// <summary>A params list whose elements the forward pass captured.</summary>
    private string List(Operand operand)
    {
        IEnumerable<string> elements = operand.Text.Trim('[', ']').Split([", "], StringSplitOptions.None).Select(
            element => operand.Scalars.Where(scalar => plan.Method.Scalars[scalar].Name == element).Select(Scalar).FirstOrDefault() ?? element);
        return "[" + string.Join(", ", elements) + "]";
    }
}
