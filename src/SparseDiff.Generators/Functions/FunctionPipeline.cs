using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Lanes;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions;

/// <summary>The steps for scalar functions, beside those for methods over tensors.</summary>
internal static class FunctionPipeline
{
    /// <summary>Reverse and forward derivatives.</summary>
    public static IncrementalValuesProvider<FunctionPlan> Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParsedFile> files)
    {
        IncrementalValuesProvider<Outcome<FunctionSpec>> functions = files.SelectMany(static (file, _) => file.Functions).WithTrackingName(TrackingNames.Functions);
        IncrementalValueProvider<Recursion> recursion = functions
            .Select(static (function, _) => Recursion.CallsOf(function.Product))
            .Collect()
            .Select(static (calls, _) => Recursion.Find(calls))
            .WithTrackingName(TrackingNames.Recursion);
        IncrementalValuesProvider<Outcome<FunctionPlan>> plans = functions
            .Where(static function => function.Product is not null)
            .Combine(recursion)
            .Select(static (pair, _) => Guard.Run(pair.Left.Product!, () => FunctionCompiler.Plan(pair.Left.Product!, pair.Right)))
            .WithTrackingName(TrackingNames.FunctionPlans);
        IncrementalValueProvider<Unwritten> unwritten = plans.Where(static plan => plan.Product is not null)
            .Select(static (plan, _) => new Unwritten.Part(plan.Product!.Function.Key, [], Recursion.References(plan.Product.Function.Body).Where(static call => call.IsWrittenHere).Select(static call => call.Key).Distinct().ToEquatable()))
            .Collect()
            .Select(static (all, _) => Unwritten.Find([], [], all))
            .WithTrackingName(TrackingNames.UnwrittenFunctions);
        IncrementalValuesProvider<Outcome<SourceSet>> sources = plans
            .Where(static plan => plan.Product is not null)
            .Combine(unwritten)
            .Where(static pair => !pair.Right.Methods.Contains(pair.Left.Product!.Function.Key))
            .Select(static (pair, _) => pair.Left)
            .Select(static (plan, _) => Guard.Run(plan.Product!.Function, () => FunctionCompiler.Emit(plan.Product!)))
            .WithTrackingName(TrackingNames.FunctionSources);

        context.RegisterSourceOutput(sources.SelectMany(static (set, _) => set.Product?.Files ?? []), static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(functions.SelectMany(static (function, _) => function.Diagnostics), DifferentiableGenerator.Report);
        context.RegisterSourceOutput(plans.SelectMany(static (plan, _) => plan.Diagnostics), DifferentiableGenerator.Report);
        context.RegisterSourceOutput(sources.SelectMany(static (set, _) => set.Diagnostics), DifferentiableGenerator.Report);
        return plans.Where(static plan => plan.Product is not null).Select(static (plan, _) => plan.Product!);
    }

    /// <summary>Which functions can be mapped over tensors.</summary>
    public static IncrementalValueProvider<LaneTable> Lanes(IncrementalValuesProvider<FunctionPlan> functions) => functions
        .Select(static (plan, _) => LaneTable.EntryOf(plan))
        .Collect()
        .Select(static (entries, _) => LaneTable.Build(entries))
        .WithTrackingName(TrackingNames.Lanes);

    /// <summary>The lane structs of those that are.</summary>
    public static void RegisterLanes(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<FunctionPlan> functions, IncrementalValueProvider<LaneTable> lanes,
        IncrementalValuesProvider<Outcome<MethodSpec>> methods)
    {
        IncrementalValueProvider<MappedFunctions> mapped = methods
            .Select(static (method, _) => MappedFunctions.KeysOf(method.Product))
            .Collect()
            .Combine(functions.Select(static (plan, _) => new MappedFunctions.Callees(LaneTable.KeyOf(plan.Function.Key), LaneTable.CalleesOf(plan))).Collect())
            .Combine(lanes)
            .Select(static (pair, _) => MappedFunctions.Find(pair.Left.Left, pair.Left.Right, pair.Right))
            .WithTrackingName(TrackingNames.Mapped);
        context.RegisterSourceOutput(
            functions.Combine(mapped).Where(static pair => pair.Right.Keys.Contains(LaneTable.KeyOf(pair.Left.Function.Key))).Select(static (pair, _) => LaneEmitter.Emit(pair.Left, pair.Right.HowOf(pair.Left))),
            static (output, file) => output.AddSource(file.HintName, file.Text));
    }
}
