using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes the steps of a method or of a block, in paragraphs that quote the user's line they belong to.</summary>
/// <param name="code">Where to.</param>
/// <param name="plan">The method, or the block planned as one.</param>
/// <param name="names">The method's names.</param>
/// <param name="scope">How types are written.</param>
/// <param name="frame">The variable that holds what the block keeps.</param>
/// <param name="workspace">The variable that holds its buffers.</param>
internal sealed partial class BlockEmitter(CodeWriter code, MethodPlan plan, MethodNames names, Scope scope, string frame, string workspace)
{
    /// <summary>The forward pass of the block, up to what it keeps.</summary>
    public void Forward() => Steps(plan.Forward, isBackward: false, withOutputs: false);

    /// <summary>The backward pass of the block.</summary>
    /// <param name="steps">Its steps, or those of them that are wanted.</param>
    /// <param name="withOutputs">Whether the gradients of arguments are variables that exist already.</param>
    public void Backward(IReadOnlyList<Step> steps, bool withOutputs) => Steps(steps, isBackward: true, withOutputs);

    /// <summary>Puts what the backward pass reads into the frame.</summary>
    public void Keep()
    {
        if (Throws)
            return;
        foreach (SavedSpec saved in plan.Saved)
            code.Line($"{frame}.{saved.Name} = {saved.Name};");
    }

    /// <summary>Whether the forward pass of the block always ends with an exception: what followed would never run.</summary>
    private bool Throws => plan.Forward.Any(DoesThrow);

    private bool DoesThrow(Step step) => step.Kind == StepKind.Scalar && plan.Method.Scalars[step.Index].Throws;

    public StepText Text(IEnumerable<Step> steps, bool isBackward, bool withOutputs) =>
        new(plan, names, scope, steps, isBackward) { GivesOutputs = withOutputs, Frame = frame, Workspace = workspace };

    private void Steps(IReadOnlyList<Step> steps, bool isBackward, bool withOutputs, int leaveBefore = -1, string leave = "")
    {
        StepText text = Text(steps, isBackward, withOutputs);
        HashSet<int>? quoted = null;
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            if (!IsWritten(step, text))
                continue;
            if (leaveBefore >= 0 && i >= leaveBefore)
            {
                code.Line();
                code.Line(leave);
                leaveBefore = -1;
            }

            if (quoted?.IsSupersetOf(step.Lines) != true)
            {
                quoted = [.. step.Lines];
                code.Line();
                foreach (int line in isBackward ? step.Lines.Reverse() : step.Lines)
                    code.Line("// " + plan.Method.Lines[line]);
            }

            if (step.Kind == StepKind.Node && plan.Program.Nodes[step.Index] is SelectNode point)
            {
                foreach (string comment in LayoutText.Of(point, isFused: step.Kernel >= 0))
                    code.Line("// " + comment);
            }

            switch (step.Kind == StepKind.Node ? plan.Program.Nodes[step.Index] : null)
            {
                case RegionNode region:
                    RegionForward(Region(region.Region), text);
                    break;
                case RegionVjpNode region:
                    RegionBackward(Region(region.Region), region, text);
                    break;
                default:
                    foreach (string statement in text.Of(step))
                        code.Line(WithShape(statement, step));
                    break;
            }

            if (DoesThrow(step))
                break;
        }
    }

    /// <summary>Whether a step has a statement of its own: what another step hands over has none.</summary>
    private bool IsWritten(Step step, StepText text) => step.Kind != StepKind.Node || plan.Program.Nodes[step.Index] switch
    {
        PartNode part => part.IsCopied,
        CheckNode => text.Of(step).Any(),
        _ => true,
    };

    /// <summary>The statement with the shape of what it computes, where that is known.</summary>
    private string WithShape(string statement, Step step)
    {
        IEnumerable<int> computed = step.Kind switch
        {
            StepKind.Kernel => plan.Kernels[step.Index].Outputs,
            StepKind.Node or StepKind.Capture => [step.Index],
            _ => [],
        };
        List<string> shapes = [.. computed.Select(node => plan.Shapes.FirstOrDefault(shape => shape.Name == plan.Program.Nodes[node].Name)?.Text ?? string.Empty).Distinct()];
        if (shapes is not [{ Length: > 0 } shape])
            return statement;
        const string comment = "      // ";
        int place = statement.IndexOf(comment, StringComparison.Ordinal);
        return place < 0 ? statement + comment + shape : statement.Insert(place + comment.Length, shape + ", ");
    }

    private RegionPlan Region(int number) => plan.Regions.First(region => region.Number == number);
}
