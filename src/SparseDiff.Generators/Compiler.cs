using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Lanes;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;
using SparseDiff.Generators.Schedule;
using SparseDiff.Generators.Shapes;
using SparseDiff.Generators.Sparsity;

namespace SparseDiff.Generators;

/// <summary>The passes between parsing and text.</summary>
internal static class Compiler
{
    public static Outcome<MethodPlan> Plan(MethodSpec method, RuleTable rules, CallFacts facts)
    {
        List<DiagnosticSpec> diagnostics = [];
        if (facts.Cycle.Length > 0)
            return new Outcome<MethodPlan>(null, [DiagnosticSpec.Create(Descriptors.Recursion, method.Location, method.Name, facts.Cycle)]);
        if (facts.IsAsked || method.GivesInputGradients)
            method = WithInputGradients(method);
        (RuleTable all, EquatableArray<EntryByEntry> lambdas) = LaneTable.With(rules, method);
        MethodPlan? plan = Plan(method, all, diagnostics);
        // Errors, but the code is written all the same: that of the method that asks calls it.
        if (facts.IsAsked)
            diagnostics.AddRange(method.ArgumentReads);
        return new Outcome<MethodPlan>(plan is null ? null : plan with { SparseCallees = facts.SparseCallees, Lambdas = lambdas }, diagnostics.ToEquatable());
    }

    public static Outcome<SourceSet> Emit(MethodPlan plan, bool hasGpu)
    {
        SourceFile?[] files = [MethodEmitter.Emit(plan), KernelEmitter.Emit(plan), LaneEmitter.Emit(plan.Method, plan.Lambdas), hasGpu ? GpuEmitter.Emit(plan) : null];
        return new Outcome<SourceSet>(new SourceSet(files.OfType<SourceFile>().ToEquatable()), []);
    }

    private static MethodSpec WithInputGradients(MethodSpec method) => method with
    {
        GivesInputGradients = true,
        Values = method.Values.Select(value => value.Kind == ValueKind.Argument && method.Arguments.Any(argument => argument.Name == value.Name && argument.WantsGradient)
            ? value with { WantsGradient = true }
            : value).ToEquatable(),
    };

    private static MethodPlan? Plan(MethodSpec method, RuleTable rules, List<DiagnosticSpec> diagnostics)
    {
        if (Binding.Bind(method, rules, diagnostics) is not { } calls || AttributePoints.Insert(calls, method, rules, diagnostics) is not { } bound)
            return null;
        Activity activity = new(method, bound);
        if (!WantedCheck.Check(method, bound, activity, diagnostics))
            return null;
        IReadOnlyList<string?> shapes = ShapeInference.Infer(method, bound, diagnostics);
        GraphBuilder graph = new(method, bound) { KnownShapes = AreChecked(bound) ? shapes : [] };
        MethodNumbers numbers = new(new NamePool(method.Names)) { Kernels = KernelBuilder.NamesBeside(method, bound.AllCalls) };
        TensorProgram? program = new ReverseTransform(method, bound, activity, graph, numbers, goal: null, diagnostics).Run();
        PointCheck.Check(method, bound, activity, shapes, AreChecked(bound), diagnostics);
        return program is null ? null : Scheduler.Schedule(method, bound, program, graph, numbers) with { Shapes = Known(bound, shapes) };
    }

    /// <summary>Whether the forward pass checks every declared shape: it does not those of members that are no parameters.</summary>
    private static bool AreChecked(BoundMethod bound) => !bound.Values.Any(static value => value is { Shape: not null, Kind: not (ValueKind.Argument or ValueKind.Parameter) });

    /// <summary>The known shapes of a method that declares some: of its values, and so of their gradients.</summary>
    private static EquatableArray<NamedShape> Known(BoundMethod bound, IReadOnlyList<string?> shapes) => bound.Values.Any(static value => value.Shape is not null)
        ? bound.Values.Zip(shapes, static (value, shape) => (value.Name, Shape: shape)).Where(static pair => pair.Shape is not null)
            .SelectMany(static pair => new[] { new NamedShape(pair.Name, pair.Shape!), new NamedShape(Cotangents.NameOf(pair.Name), pair.Shape!) }).Distinct().ToEquatable()
        : [];
}
