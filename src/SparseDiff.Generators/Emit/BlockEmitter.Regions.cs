using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <content>Loops and conditions: forwards as the user wrote them, backwards the iterations and branches that really happened.</content>
internal sealed partial class BlockEmitter
{
    private void RegionForward(RegionPlan region, StepText text)
    {
        if (region.Spec.Kind == RegionKind.If)
            IfForward(region);
        else
            LoopForward(region, text);
    }

    private void RegionBackward(RegionPlan region, RegionVjpNode node, StepText text)
    {
        if (region.Spec.Kind == RegionKind.If)
            IfBackward(region, text);
        else
            LoopBackward(region, node, text);
    }

    private void IfForward(RegionPlan region)
    {
        foreach (string result in region.Results)
            code.Line($"{scope.Ours("Tensor")} {result};");
        for (int i = 0; i < region.Blocks.Count; i++)
        {
            MethodPlan block = region.Blocks[i];
            if (i > 0 && block.Forward.Count == 0 && region.Results.Count == 0)
                break;
            code.Open(i == 0 ? region.Spec.Head : "else");
            BlockEmitter inner = Branch(region, block, isBackward: false);
            inner.Forward();
            bool isTold = region.HasBackward && i == 0 && !inner.Throws;
            if (block.Saved.Count > 0 && !inner.Throws || isTold)
                code.Line();
            if (isTold)
                code.Line($"{frame}.{region.Names.Branch} = true;");
            inner.Keep();
            inner.Assign(region.Results);
            code.Close();
        }
    }

    private void IfBackward(RegionPlan region, StepText text)
    {
        foreach (string gradient in region.Gradients.Where(gradient => !text.IsOutput(gradient)))
            code.Line($"{scope.Ours("Tensor")} {gradient};");
        for (int i = 0; i < region.Blocks.Count; i++)
        {
            MethodPlan block = region.Blocks[i];
            if (i > 0 && block.Backward.Count == 0 && region.Gradients.Count == 0)
                break;
            code.Open(i == 0 ? $"if ({frame}.{region.Names.Branch})" : "else");
            BlockEmitter inner = Branch(region, block, isBackward: true);
            inner.Backward(block.Backward, withOutputs: false);
            inner.AssignGradients(region.Gradients);
            code.Close();
        }
    }

    private BlockEmitter Branch(RegionPlan region, MethodPlan block, bool isBackward)
    {
        if ((isBackward ? block.Backward : block.Forward).Any(static step => step.Kind is StepKind.Node or StepKind.Kernel))
            code.Line($"{scope.Ours("Workspace")} {region.Names.Workspace} = {workspace}.Child({region.Site});");
        return new BlockEmitter(code, block, names, scope, frame, region.Names.Workspace);
    }

    private void LoopForward(RegionPlan region, StepText text)
    {
        RegionNames own = region.Names;
        string frames = $"{scope.Ours("Frames")}<{own.FrameType}>";
        code.Line($"{frames} {own.Frames} = {workspace}.Frames<{own.FrameType}>({region.Number}).Begin();");
        for (int i = 0; i < region.Results.Count; i++)
            code.Line($"{scope.Ours("Tensor")} {region.Results[i]} = {text.Tensor(region.Initials[i])};");
        code.Open(region.Spec.Head);
        code.Line($"ref {own.FrameType} {own.Frame} = ref {own.Frames}.Add(out {scope.Ours("Workspace")} {own.Workspace});");
        if (region.Spec.Stop.Length > 0)
            code.Line($"bool {region.Spec.Stop} = false;      // whether this turn is the last one");
        BlockEmitter body = new(code, region.Blocks[0], names, scope, own.Frame, own.Workspace);
        body.Forward();
        if (region.Blocks[0].Saved.Count > 0)
            code.Line();
        body.Keep();
        body.Assign(region.Results);
        if (region.Spec.Stop.Length > 0)
        {
            code.Line($"if ({region.Spec.Stop})");
            code.Indent();
            code.Line("break;");
            code.Unindent();
        }

        code.Close(region.Spec.Tail.Length > 0 ? " " + region.Spec.Tail : string.Empty);
    }

    private void LoopBackward(RegionPlan region, RegionVjpNode node, StepText text)
    {
        RegionNames own = region.Names;
        string frames = $"{scope.Ours("Frames")}<{own.FrameType}>";
        code.Line($"{frames} {own.Frames} = {workspace}.Frames<{own.FrameType}>({region.Number});");
        for (int i = 0; i < region.Seeds.Count; i++)
            code.Line($"{Variable(region.Seeds[i], text)} = {text.Tensor(node.Seeds[i])};");
        foreach (GradientTarget target in region.Accumulators)
            code.Line($"{scope.Ours("RowGradient")} {target.Name} = {workspace}.Accumulator({target.Accumulator}, {text.Tensor(target.Like)});");
        code.Open($"for (int {own.Counter} = {own.Frames}.Count - 1; {own.Counter} >= 0; {own.Counter}--)");
        string inTurn = region.Blocks[0].HandsOnOwnGradients ? ", inTurn: true" : string.Empty;
        code.Line($"ref {own.FrameType} {own.Frame} = ref {own.Frames}.At({own.Counter}, out {scope.Ours("Workspace")} {own.Workspace}{inTurn});");
        BlockEmitter body = new(code, region.Blocks[0], names, scope, own.Frame, own.Workspace);
        int leaveBefore = region.StartsWithoutGradient && region.Blocks[0].Lean.Count > 0 ? region.Blocks[0].Lean.Count : -1;
        body.Steps(
            region.Blocks[0].Backward, isBackward: true, withOutputs: false, leaveBefore,
            $"if ({own.Counter} == 0) break;      // what the loop starts with has no gradient");
        body.AssignGradients(region.Seeds);
        code.Close();
        if (region.Accumulators.Count > 0)
            code.Line();
        for (int i = 0; i < region.Accumulators.Count; i++)
            code.Line($"{Variable(region.Gradients[i], text)} = {region.Accumulators[i].Name}.Values;");
    }

    private string Variable(string gradient, StepText text) => text.IsOutput(gradient) ? gradient : $"{scope.Ours("Tensor")} {gradient}";

    private void Assign(IReadOnlyList<string> variables)
    {
        if (Throws)
            return;
        StepText text = Text(plan.Forward, isBackward: false, withOutputs: false);
        Assign(variables, [.. plan.Program.Results.Select(text.Tensor)]);
    }

    private void AssignGradients(IReadOnlyList<string> variables)
    {
        StepText text = Text(plan.Backward, isBackward: true, withOutputs: false);
        Assign(variables, [.. plan.Program.Outputs.Select(output => text.Tensor(output.Node))]);
    }

    /// <summary>All at once: one's new value may be another's old one.</summary>
    private void Assign(IReadOnlyList<string> variables, IReadOnlyList<string> values)
    {
        List<int> changed = [.. Enumerable.Range(0, variables.Count).Where(i => variables[i] != values[i])];
        if (changed.Count == 0)
            return;
        code.Line();
        code.Line(changed.Count == 1
            ? $"{variables[changed[0]]} = {values[changed[0]]};"
            : $"({string.Join(", ", changed.Select(i => variables[i]))}) = ({string.Join(", ", changed.Select(i => values[i]))});");
    }
}
