using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;
using SparseDiff.Generators.Sparsity;

namespace SparseDiff.Generators.Adjoint;

/// <summary>
/// The reverse transform: walks the calls backwards and turns the gradient of each result into gradients of its operands, by the
/// rules of the operation. Formats are inferred on the way.
/// </summary>
internal sealed partial class ReverseTransform(
    MethodSpec method, BoundMethod bound, Activity activity, GraphBuilder graph, MethodNumbers numbers, BlockGoal? goal, List<DiagnosticSpec> diagnostics)
{
    private readonly Cotangents cotangents = new(graph, numbers.Names);
    private readonly Dictionary<int, GradientTarget> accumulators = [];

    /// <summary>The program of a method.</summary>
    public TensorProgram? Run()
    {
        ForwardGraph.Build(graph, bound, activity, numbers, method.IsStructured || goal is not null);
        EquatableArray<int> results = bound.Results.Where(result => graph.NodeOf[result] >= 0).Select(result => graph.NodeOf[result]).ToEquatable();
        EquatableArray<int> seeds = goal is null
            ? bound.Results.Select((result, i) => Seed(result, cotangents.Fresh(method.ResultNames.Count > 0 ? method.ResultNames[i] : "result", string.Empty))).ToEquatable()
            : goal.Seeds.Select(seed => Seed(seed.Value, seed.Name)).ToEquatable();
        foreach (BoundCall call in bound.Calls.Reverse())
            Reverse(call);
        foreach (MarkerSpec marker in method.Markers.Where(marker => goal is null && !numbers.UsedMarkers.Contains(marker) && bound.AllCalls.Any(call => call.Marker == marker)))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.PointWithoutGradient, marker.Location, $"[{marker.Attribute}]", method.Name));
        EquatableArray<GradientOutput> outputs = (goal is null ? Arguments() : goal.Wanted.Select(Wanted)).ToEquatable();
        return diagnostics.Any(static d => d.IsError) ? null : new TensorProgram(
            graph.Nodes.ToEquatable(), graph.Positions.ToEquatable(), results, seeds, outputs, numbers.Points)
        {
            Held = activity.Held.Where(value => graph.NodeOf[value] >= 0).Select(value => graph.NodeOf[value]).Distinct().ToEquatable(),
        };
    }

    private int Seed(int result, string name)
    {
        int seed = graph.Add(new SeedNode(name, graph.Nodes[graph.NodeOf[result]].Shape));
        if (TargetOf(result) is null)
            cotangents.Contribute(result, seed);
        else
            Deliver(result, seed, 0, mayBeBroadcast: false);
        return seed;
    }

    /// <summary>The gradients of the method's arguments that are wanted.</summary>
    private IEnumerable<GradientOutput> Arguments()
    {
        for (int i = 0; i < bound.Values.Count; i++)
        {
            if (bound.Values[i] is not { Kind: ValueKind.Argument, WantsGradient: true } value)
                continue;
            int node = activity.IsActive(i) ? Collect(i, 0) : -1;
            if (node >= 0 && method.GivesInputGradients && graph.Nodes[node].Format != Format.Tensor)
                node = cotangents.Densified(node, 0);
            if (node < 0)
                node = graph.Add(new ZerosNode(cotangents.Fresh(value.Name, string.Empty), Leaf(i), graph.OpaqueShape(), 0));
            yield return new GradientOutput(value.Name, graph.Nodes[node].Name, node);
        }
    }

    /// <summary>The gradient of a value from around the block, as a dense tensor.</summary>
    private GradientOutput Wanted(int value)
    {
        int node = activity.IsActive(value) && graph.NodeOf[value] >= 0 ? Collect(value, -1) : -1;
        if (node >= 0 && graph.Nodes[node].Format != Format.Tensor)
            node = cotangents.Densified(node, -1);
        if (node < 0)
            node = graph.Add(new ZerosNode(cotangents.Fresh(bound.Values[value].Name, string.Empty), Leaf(value), graph.OpaqueShape(), -1));
        return new GradientOutput(bound.Values[value].Name, graph.Nodes[node].Name, node);
    }

    private void Reverse(BoundCall call)
    {
        if (call.Region is { } region)
        {
            Reverse(call, region);
            return;
        }

        if (call.List is { } list)
        {
            if (activity.IsActive(list.List))
                Reverse(call, list);
            return;
        }

        List<OperandSpec> active = [.. call.Differentiable.Where(operand => activity.IsActive(operand.Index))];
        if (call.Callee is { } callee)
        {
            if (call.Results.Any(activity.IsActive))
                Reverse(call, callee, active);
            return;
        }

        if (!activity.IsActive(call.Result) || active.Count == 0)
        {
            if (call.Operation.IsSparsityPoint && call.Marker is null)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.PointWithoutGradient, call.Location, $"{call.Operation.ContainerName}.{call.Operation.Name}", method.Name));
            return;
        }

        int cotangent = Collect(call.Result, call.Line, call.Operation.IsSparsityPoint ? Cotangents.Dense : string.Empty);
        if (cotangent < 0)
            return;
        if (call.Operation.SelectsOperand)
            LetCompete(call, active[0], cotangent);
        else if (!Compete(call, active, cotangent))
            Reverse(call, active, cotangent);
    }

    private void Reverse(BoundCall call, IEnumerable<OperandSpec> active, int cotangent)
    {
        foreach (OperandSpec operand in active)
        {
            if (call.Operation.Lane is { } lane)
                Pull(call, lane, operand, cotangent);
            else if (call.Operation.IsSparsityPoint)
                Select(call, operand, cotangent);
            else
                Apply(call, operand, cotangent);
        }
    }

    private int Collect(int value, int line, string suffix = "") =>
        cotangents.Collect(value, bound.Values[value].Name, graph.Nodes[graph.NodeOf[value]].Shape, line, suffix);

    /// <summary>An element-wise operation: one of its lane's pulls, which works in every format.</summary>
    private void Pull(BoundCall call, LaneSpec lane, OperandSpec operand, int cotangent)
    {
        if (Pulled(call, lane, operand, cotangent) is >= 0 and var gradient)
            Deliver(operand.Index, gradient, call.Line, mayBeBroadcast: true);
    }

    /// <summary>The gradient of an operand, in the shape of the result; -1 when there is no rule.</summary>
    private int Pulled(BoundCall call, LaneSpec lane, OperandSpec operand, int cotangent)
    {
        PullSpec? pull = lane.Pulls.FirstOrDefault(candidate => candidate.Argument == operand.Parameter);
        if (pull is null)
        {
            ReportMissing(call, operand, Format.Tensor, $"or a method Pull of the lane struct {lane.Name}");
            return -1;
        }

        if (IdentityPulls.Contains(lane.Struct, pull.Method))
            return cotangent;
        EquatableArray<Operand> operands = pull.Reads.Select(read => Read(call, read, cotangent, shapeOnly: false)).ToEquatable();
        return graph.Add(new LaneNode(
            string.Empty, graph.Nodes[cotangent].Format, lane.Struct, pull.Method, operands, graph.Nodes[cotangent].Shape, IsBackward: true, call.Line)
        {
            IsCostly = lane.IsCostly && !pull.Reads.Contains(VjpRule.Result),
        });
    }

    /// <summary>A sparsity point: the gradient becomes sparse.</summary>
    private void Select(BoundCall call, OperandSpec operand, int cotangent)
    {
        if (RuleFor(call, operand, ref cotangent, adds: false) is not { Returns: { } format } rule)
            return;
        numbers.Points++;
        if (call.Marker is not null)
            numbers.UsedMarkers.Add(call.Marker);
        EquatableArray<Operand> operands = rule.Parameters.Select(p => Read(call, p.Name, cotangent, p.ShapeOnly)).ToEquatable();
        int node = graph.Add(new SelectNode(
            string.Empty, format, rule, RuleSelection.Fused(call, operand.Parameter, rule), operands, graph.Nodes[cotangent].Shape, call.Line));
        Deliver(operand.Index, node, call.Line, mayBeBroadcast: false);
    }

    /// <summary>Any other operation: a rule that returns the gradient, or adds to it.</summary>
    private void Apply(BoundCall call, OperandSpec operand, int cotangent)
    {
        GradientTarget? outer = operand.Kind == OperandKind.List ? ListTarget(operand.Index, call.Line) : TargetOf(operand.Index);
        if (RuleFor(call, operand, ref cotangent, adds: outer is not null) is not { } rule)
            return;
        EquatableArray<Operand> operands = rule.Parameters.Select(p => Read(call, p.Name, cotangent, p.ShapeOnly)).ToEquatable();
        EquatableArray<int> shape = graph.Nodes[graph.NodeOf[operand.Index]].Shape;
        if (rule.Returns is { } format)
        {
            Deliver(operand.Index, graph.Add(new RuleNode(string.Empty, format, rule, operands, null, shape, call.Line)), call.Line, mayBeBroadcast: false);
            return;
        }

        GradientTarget target = outer ?? Accumulator(operand.Index);
        int node = graph.Add(new RuleNode(string.Empty, Format.Tensor, rule, operands, target, shape, call.Line), operand.Kind == OperandKind.List ? [operand.Index] : [], isWrite: true);
        if (outer is null)
            cotangents.Accumulate(operand.Index, node, target, shape, call.Line);
    }

    private VjpRule? RuleFor(BoundCall call, OperandSpec operand, ref int cotangent, bool adds)
    {
        Format format = graph.Nodes[cotangent].Format;
        if (RuleSelection.Choose(call, operand.Parameter, format, adds, diagnostics) is { } exact)
            return exact;
        if (format == Format.Tensor || RuleSelection.Choose(call, operand.Parameter, Format.Tensor, adds, diagnostics) is not { } dense)
        {
            ReportMissing(call, operand, format, string.Empty);
            return null;
        }

        diagnostics.Add(DiagnosticSpec.Create(
            Descriptors.BecomesDense, call.Location, bound.Values[call.Result].Name, call.Operation.Name, operand.Parameter, $"{format} dY",
            dense.Signature.Replace("Tensor dY", $"{format} dY")));
        cotangent = cotangents.Densified(cotangent, call.Line);
        return dense;
    }

    private void ReportMissing(BoundCall call, OperandSpec operand, Format format, string also) => diagnostics.Add(DiagnosticSpec.Create(
        Descriptors.MissingRule, call.Location, call.Operation.Name, operand.Parameter, bound.Values[operand.Index].Name, call.Operation.Name,
        format.ToString(), also.Length == 0 ? $" and returns the gradient or adds to 'into', in {call.Operation.ContainerName}" : ", " + also));

    private Operand Read(BoundCall call, string name, int cotangent, bool shapeOnly) => name switch
    {
        VjpRule.Cotangent => new Operand(name, OperandKind.Tensor, cotangent, string.Empty),
        VjpRule.Result when call.Find(name) is null => new Operand(name, OperandKind.Tensor, graph.NodeOf[call.Result], string.Empty, shapeOnly),
        _ when call.Find(name) is { } operand => graph.Operand(operand, name, shapeOnly),
        _ => new Operand(name, OperandKind.Constant, -1, call.Operation.Parameters.FirstOrDefault(p => p.Name == name)?.Default ?? "default"),
    };

    /// <summary>Hands a gradient to the value it belongs to, summed to the value's shape where that may be smaller.</summary>
    private void Deliver(int value, int gradient, int line, bool mayBeBroadcast)
    {
        int node = graph.NodeOf[value];
        if (TargetOf(value) is { } target)
        {
            cotangents.NameWide(gradient, bound.Values[value].Name, string.Empty);
            graph.Add(new SumToNode(string.Empty, graph.Nodes[gradient].Format, gradient, node, target, graph.Nodes[node].Shape, line));
            return;
        }

        if (mayBeBroadcast && !graph.Nodes[gradient].Shape.Equals(graph.Nodes[node].Shape))
        {
            cotangents.NameWide(gradient, bound.Values[value].Name, "Wide");
            gradient = graph.Add(new SumToNode(string.Empty, graph.Nodes[gradient].Format, gradient, graph.OfSameShape(node), null, graph.Nodes[node].Shape, line));
        }

        cotangents.Contribute(value, gradient);
    }

    /// <summary>Where the gradient of a parameter, or of a value from around a loop, adds up; null for any other value.</summary>
    private GradientTarget? TargetOf(int value) => bound.Values[value].Kind == ValueKind.Parameter
        ? new GradientTarget(bound.Values[value].Name, GradientTarget.OfParameter, -1)
        : goal is not null && goal.Targets.TryGetValue(value, out GradientTarget? target) ? target : null;

    private GradientTarget Accumulator(int value)
    {
        if (!accumulators.TryGetValue(value, out GradientTarget? target))
        {
            string name = cotangents.Fresh(bound.Values[value].Name, "Rows");
            accumulators[value] = target = new GradientTarget(name, numbers.NextAccumulator(), graph.NodeOf[value]);
        }

        return target;
    }
}
