using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Schedule;

namespace SparseDiff.Generators.Adjoint;

/// <content>
/// Statements with blocks. Every block is planned as a program of its own; gradients enter and leave it as dense tensors, or add
/// up in accumulators around a loop.
/// </content>
internal sealed partial class ReverseTransform
{
    private void Reverse(BoundCall call, RegionSpec region)
    {
        int forward = numbers.NodeOfRegion[region];
        int number = ((RegionNode)graph.Nodes[forward]).Region;
        List<int> results = [.. Enumerable.Range(0, call.Results.Count).Where(i => activity.IsUseful(call, i))];
        List<int> active = [.. results.Where(i => region.Kind == RegionKind.Loop ? activity.IsActive(region.Carried[i].Input) || activity.IsActive(call.Results[i]) : activity.IsActive(call.Results[i]))];
        List<int> free = [.. call.Blocks.SelectMany(static block => block.Free()).Except(region.Carried.Select(static carried => carried.Input)).Distinct()
            .Where(value => activity.IsActive(value) && bound.Values[value].Kind is not (ValueKind.Parameter or ValueKind.List))];
        List<int> lists = [.. graph.ListsIn(call).Where(activity.IsActive)];
        bool hasBackward = active.Count > 0 || lists.Count > 0;
        foreach (int list in lists)
            GradientOf(list, call.Line);
        List<(int Value, string Name)> seeds = hasBackward ? [.. active.Select(i => (i, graph.Nodes[SeedOf(call, i)].Name))] : [];
        List<int> nodes = hasBackward ? [.. active.Select(i => SeedOf(call, i))] : [];
        RegionPlan? plan = region.Kind == RegionKind.Loop
            ? Loop(call, region, number, results, active, free, hasBackward, out List<int> wanted)
            : If(call, region, number, results, hasBackward, free, seeds, out wanted);
        if (plan is null)
            return;
        graph.Regions[number] = plan;
        RegionNode known = (RegionNode)graph.Nodes[forward];
        graph.Nodes[forward] = known with { Scalars = known.Scalars.Concat(plan.Blocks.SelectMany(OuterScalars)).Distinct().ToEquatable() };
        if (!hasBackward)
            return;
        EquatableArray<int> likes = plan.Accumulators.Where(static target => target.Like >= 0).Select(static target => target.Like).ToEquatable();
        int backward = graph.Add(new RegionVjpNode(number, forward, nodes.ToEquatable(), likes, known.Operands, call.Line), lists, isWrite: true);
        for (int i = 0; i < wanted.Count; i++)
        {
            string name = region.Kind == RegionKind.If ? plan.Gradients[i] : i < plan.Seeds.Count ? plan.Seeds[i] : plan.Gradients[i - plan.Seeds.Count];
            if (wanted[i] < 0)
                continue;
            int gradient = graph.Add(new PartNode(name, backward, i, nodes.ToEquatable(), graph.Nodes[graph.NodeOf[wanted[i]]].Shape, IsBackward: true, call.Line));
            Deliver(wanted[i], gradient, call.Line, mayBeBroadcast: false);
        }
    }

    private readonly Dictionary<int, int> seedNodes = [];

    /// <summary>The dense gradient of a region's result, zeros where none reaches it.</summary>
    private int SeedOf(BoundCall call, int result)
    {
        int value = call.Results[result];
        if (seedNodes.TryGetValue(value, out int known))
            return known;
        int cotangent = Collect(value, call.Line);
        int node = cotangent < 0 ? Zeros(value, call.Line) : cotangent;
        if (graph.Nodes[node].Format != Format.Tensor)
            node = cotangents.Densified(node, call.Line);
        return seedNodes[value] = node;
    }

    private RegionPlan? If(BoundCall call, RegionSpec region, int number, List<int> results, bool hasBackward, List<int> free, List<(int Index, string Name)> seeds, out List<int> wanted)
    {
        List<int> outputs = wanted = !hasBackward ? [] : [.. free.Where(value => TargetOf(value) is null)];
        Dictionary<int, GradientTarget> targets = Inherited(free);
        List<MethodPlan> blocks = [];
        foreach (BoundMethod block in call.Blocks)
        {
            BlockGoal inner = new([.. seeds.Select(seed => (block.Results[seed.Index], seed.Name))], outputs, targets);
            if (Plan(block, results, inner, isLoop: false) is not { } plan)
                return null;
            blocks.Add(plan);
        }

        EquatableArray<string> gradients = outputs.Select(value => cotangents.Fresh(bound.Values[value].Name, string.Empty)).ToEquatable();
        return new RegionPlan(number, region, ResultNames(call, results), [], blocks.ToEquatable(), [], gradients, [], Names(region, number), hasBackward) { Site = numbers.NextSite() };
    }

    private RegionPlan? Loop(BoundCall call, RegionSpec region, int number, List<int> results, List<int> active, List<int> free, bool hasBackward, out List<int> wanted)
    {
        EquatableArray<string> seeds = active.Select(i => cotangents.Fresh(bound.Values[region.Carried[i].Input].Name, string.Empty)).ToEquatable();
        Dictionary<int, GradientTarget> targets = Inherited(free);
        List<GradientTarget> made = [];
        List<string> gradients = [];
        wanted = [.. active.Select(i => activity.IsActive(region.Carried[i].Initial) ? region.Carried[i].Initial : -1)];
        bool startsWithoutGradient = wanted.All(static value => value < 0);
        foreach (int value in hasBackward ? free.Where(value => !targets.ContainsKey(value)) : [])
        {
            var own = new GradientTarget(cotangents.Fresh(bound.Values[value].Name, "Rows"), numbers.NextAccumulator(), graph.NodeOf[value]);
            made.Add(own);
            gradients.Add(cotangents.Fresh(bound.Values[value].Name, string.Empty));
            targets[value] = own with { Accumulator = GradientTarget.OfOuter, Like = -1 };
            wanted.Add(value);
        }

        BoundMethod body = call.Blocks[0];
        BlockGoal inner = new([.. active.Select((i, n) => (body.Results[i], seeds[n]))], [.. active.Select(i => region.Carried[i].Input)], targets);
        if (Plan(body, results, inner, isLoop: true, effectsFirst: startsWithoutGradient) is not { } plan)
            return null;
        return new RegionPlan(number, region, ResultNames(call, results), results.Select(i => graph.NodeOf[region.Carried[i].Initial]).ToEquatable(), [plan], seeds, gradients.ToEquatable(), made.ToEquatable(), Names(region, number), hasBackward)
        { StartsWithoutGradient = startsWithoutGradient };
    }

    /// <summary>Accumulators of blocks around this one go on to the blocks in it.</summary>
    private Dictionary<int, GradientTarget> Inherited(List<int> free) =>
        free.Where(value => TargetOf(value) is not null).ToDictionary(static value => value, value => TargetOf(value)!);

    private MethodPlan? Plan(BoundMethod whole, List<int> results, BlockGoal inner, bool isLoop, bool effectsFirst = false)
    {
        BoundMethod block = whole with { Results = results.Select(i => whole.Results[i]).ToEquatable() };
        MethodSpec spec = method with { Block = block.Block, Results = block.Results };
        GraphBuilder nodes = new(spec, block);
        TensorProgram? program = new ReverseTransform(spec, block, activity, nodes, numbers, inner, diagnostics).Run();
        return program is null ? null : Scheduler.Schedule(spec, block, program, nodes, numbers, isLoop, effectsFirst);
    }

    /// <summary>Scalars from around a block that its forward or backward pass reads.</summary>
    private IEnumerable<int> OuterScalars(MethodPlan plan) => plan.Program.Nodes.SelectMany(static node => node.ReadsScalars)
        .Concat(plan.Forward.Where(static step => step.Kind == StepKind.Scalar).SelectMany(step => method.Scalars[step.Index].ReadsScalars))
        .Distinct().Where(scalar => method.Scalars[scalar].Block != plan.Method.Block && !method.Scalars[scalar].IsPosition);

    private EquatableArray<string> ResultNames(BoundCall call, List<int> results) => results.Select(i => bound.Values[call.Results[i]].Name).ToEquatable();

    private RegionNames Names(RegionSpec region, int number)
    {
        string suffix = (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new RegionNames(
            numbers.Names.Take("ws" + suffix), numbers.Names.Take("loop" + suffix), numbers.Names.Take("at" + suffix), $"{method.PlainName}Loop{suffix}Saved",
            region.Position >= 0 ? method.Scalars[region.Position].Name : numbers.Names.Take("n" + suffix), numbers.Names.Take("branch" + suffix));
    }
}
