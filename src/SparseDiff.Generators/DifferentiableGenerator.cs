using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Lanes;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;
using SparseDiff.Generators.Sparsity;

namespace SparseDiff.Generators;

/// <summary>
/// Writes the derivative of every method marked <c>[Differentiable]</c>: parse, bind to operations, reverse, make sparse,
/// schedule, emit. Every step's product is plain data, so that an edit re-runs only what depends on it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DifferentiableGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reader = new ProgramReader();
        IncrementalValueProvider<ParsedProgram> program = context.CompilationProvider
            .Select((compilation, cancellation) => reader.Read(compilation, cancellation))
            .WithTrackingName(TrackingNames.Program);
        IncrementalValueProvider<RuleTable> rules = program.Select(static (program, _) => program.Rules).WithTrackingName(TrackingNames.Rules);
        IncrementalValueProvider<bool> hasGpu = program.Select(static (program, _) => program.HasGpu).WithTrackingName(TrackingNames.HasGpu);
        IncrementalValuesProvider<ParsedFile> files = program.SelectMany(static (program, _) => program.Files).WithTrackingName(TrackingNames.Files);
        IncrementalValuesProvider<Outcome<TypeSpec>> types = program
            .SelectMany(static (program, _) => program.Files.SelectMany(static file => file.Types).Distinct())
            .WithTrackingName(TrackingNames.Types);
        IncrementalValuesProvider<Outcome<MethodSpec>> methods = files.SelectMany(static (file, _) => file.Methods).WithTrackingName(TrackingNames.Methods);
        IncrementalValuesProvider<Outcome<MethodSpec>> declarations = files.SelectMany(static (file, _) => file.Declarations).WithTrackingName(TrackingNames.Declarations);
        IncrementalValuesProvider<DiagnosticSpec> overrides = files.SelectMany(static (file, _) => file.Overrides).WithTrackingName(TrackingNames.Overrides);
        IncrementalValuesProvider<FunctionPlan> functions = FunctionPipeline.Register(context, files);
        IncrementalValueProvider<LaneTable> lanes = FunctionPipeline.Lanes(functions);
        FunctionPipeline.RegisterLanes(context, functions, lanes, methods);
        IncrementalValueProvider<RuleTable> operations = rules.Combine(lanes).Select(static (pair, _) => pair.Right.Into(pair.Left));
        IncrementalValueProvider<CallGraph> calls = methods
            .Where(static method => method.Product is not null)
            .Collect()
            .Combine(rules)
            .Select(static (pair, _) => CallGraphBuilder.Build(pair.Left.Select(static method => method.Product!), pair.Right))
            .WithTrackingName(TrackingNames.Calls);
        IncrementalValuesProvider<Outcome<MethodPlan>> plans = methods
            .Where(static method => method.Product is not null)
            .Combine(calls)
            .Select(static (pair, _) => (Method: pair.Left.Product!, Facts: pair.Right.Of(pair.Left.Product!)))
            .Combine(operations)
            .Select(static (pair, _) => Guard.Run(pair.Left.Method, () => Compiler.Plan(pair.Left.Method, pair.Right, pair.Left.Facts)))
            .WithTrackingName(TrackingNames.Plans);
        IncrementalValuesProvider<Outcome<GradientsPlan>> points = types
            .Where(static type => type.Product is { } spec && (spec.Parameters.Count > 0 || spec.Methods.Count > 0))
            .Combine(rules)
            .Select(static (pair, _) => ParameterPoints.Plan(pair.Left.Product!, pair.Right))
            .WithTrackingName(TrackingNames.ParameterPoints);
        IncrementalValueProvider<Unwritten> unwritten = plans.Where(static plan => plan.Product is not null).Select(static (plan, _) => Unwritten.PartOf(plan.Product!)).Collect()
            .Combine(types.Where(static type => type.Product is not null).Select(static (type, _) => new Unwritten.Part(type.Product!.Key, type.Product.Needs, [])).Collect())
            .Combine(declarations.Where(static method => method.Product is not null).Select(static (method, _) => method.Product!.Key).Collect())
            .Select(static (all, _) => Unwritten.Find(all.Left.Right, all.Right, all.Left.Left))
            .WithTrackingName(TrackingNames.Unwritten);
        IncrementalValuesProvider<Outcome<SourceSet>> sources = plans
            .Where(static plan => plan.Product is not null)
            .Combine(unwritten)
            .Where(static pair => !pair.Right.Methods.Contains(pair.Left.Product!.Method.Key))
            .Select(static (pair, _) => pair.Left)
            .Combine(hasGpu)
            .Select(static (pair, _) => Guard.Run(pair.Left.Product!.Method, () => Compiler.Emit(pair.Left.Product!, pair.Right)))
            .WithTrackingName(TrackingNames.Sources);
        IncrementalValuesProvider<SourceFile> gradients = points
            .Where(static plan => plan.Product is not null)
            .Combine(unwritten)
            .Where(static pair => !pair.Right.Types.Contains(pair.Left.Product!.Type.Key))
            .Select(static (pair, _) => pair.Left)
            .Select(static (plan, _) => plan.Product!.Type.IsInterface ? InterfaceEmitter.EmitType(plan.Product.Type) : GradientsEmitter.Emit(plan.Product))
            .WithTrackingName(TrackingNames.Gradients);

        context.RegisterSourceOutput(
            sources.SelectMany(static (set, _) => set.Product?.Files ?? []), static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(gradients, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(rules.SelectMany(static (table, _) => table.Diagnostics), Report);
        context.RegisterSourceOutput(points.SelectMany(static (plan, _) => plan.Diagnostics), Report);
        context.RegisterSourceOutput(
            declarations.Where(static method => method.Product is not null).Combine(unwritten).Where(static pair => !pair.Right.Types.Contains(pair.Left.Product!.Type.Key))
                .Select(static (pair, _) => pair.Left).Select(static (method, _) => InterfaceEmitter.EmitMethod(method.Product!)),
            static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(declarations.SelectMany(static (method, _) => method.Diagnostics), Report);
        context.RegisterSourceOutput(overrides, Report);
        context.RegisterSourceOutput(types.SelectMany(static (type, _) => type.Diagnostics), Report);
        context.RegisterSourceOutput(methods.SelectMany(static (method, _) => method.Diagnostics), Report);
        context.RegisterSourceOutput(plans.SelectMany(static (plan, _) => plan.Diagnostics), Report);
        context.RegisterSourceOutput(sources.SelectMany(static (set, _) => set.Diagnostics), Report);
    }

    internal static void Report(SourceProductionContext output, DiagnosticSpec diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic());
}
