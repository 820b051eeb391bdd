using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Lanes;
using SparseDiff.Generators.Functions.Parse;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

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
        IncrementalValueProvider<RuleTable> rules = context.CompilationProvider
            .Select(static (compilation, cancellation) => RuleReader.Read(compilation, cancellation))
            .WithTrackingName(TrackingNames.Rules);
        IncrementalValueProvider<bool> hasGpu = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName("SparseDiff.Gpu.IGpuElementwise`1") is not null)
            .WithTrackingName(TrackingNames.HasGpu);

        IncrementalValuesProvider<Outcome<TypeSpec>> types = TypesOf(context, KnownNames.Parameter)
            .Collect()
            .Combine(TypesOf(context, KnownNames.Differentiable).Collect())
            .SelectMany(static (pair, _) => pair.Left.Concat(pair.Right).Distinct())
            .WithTrackingName(TrackingNames.Types);
        IncrementalValuesProvider<Outcome<MethodSpec>> methods = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.Differentiable,
                static (node, _) => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax,
                static (found, cancellation) => FunctionSignature.IsFunction((IMethodSymbol)found.TargetSymbol) || InterfaceParser.IsDeclaration(found.TargetSymbol) ? null : Guard.Run(found.TargetSymbol, () =>
                    MethodParser.Parse((IMethodSymbol)found.TargetSymbol, found.TargetNode, found.SemanticModel, cancellation)))
            .Where(static method => method is not null)
            .Select(static (method, _) => method!)
            .WithTrackingName(TrackingNames.Methods);
        IncrementalValuesProvider<Outcome<MethodSpec>> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.Differentiable,
                static (node, _) => node is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax },
                static (found, cancellation) => !InterfaceParser.IsDeclaration(found.TargetSymbol) ? null : Guard.Run(found.TargetSymbol, () =>
                    InterfaceParser.Parse((IMethodSymbol)found.TargetSymbol, found.TargetNode, found.SemanticModel, cancellation)))
            .Where(static method => method is not null)
            .Select(static (method, _) => method!)
            .WithTrackingName(TrackingNames.Declarations);
        IncrementalValuesProvider<DiagnosticSpec> overrides = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => OverrideCheck.MayBe(node), static (found, cancellation) => OverrideCheck.Check(found.Node, found.SemanticModel, cancellation))
            .Where(static found => found is not null)
            .Select(static (found, _) => found!)
            .WithTrackingName(TrackingNames.Overrides);
        IncrementalValuesProvider<FunctionPlan> functions = FunctionPipeline.Register(context);
        IncrementalValueProvider<LaneTable> lanes = FunctionPipeline.Lanes(functions);
        FunctionPipeline.RegisterLanes(context, functions, lanes, methods);
        IncrementalValueProvider<RuleTable> operations = rules.Combine(lanes).Select(static (pair, _) => pair.Right.Into(pair.Left));
        IncrementalValueProvider<CallGraph> calls = methods
            .Where(static method => method.Product is not null)
            .Collect()
            .Select(static (all, _) => CallGraphBuilder.Build(all.Select(static method => method.Product!)))
            .WithTrackingName(TrackingNames.Calls);
        IncrementalValuesProvider<Outcome<MethodPlan>> plans = methods
            .Where(static method => method.Product is not null)
            .Combine(calls)
            .Select(static (pair, _) => (Method: pair.Left.Product!, Facts: pair.Right.Of(pair.Left.Product!)))
            .Combine(operations)
            .Select(static (pair, _) => Guard.Run(pair.Left.Method, () => Compiler.Plan(pair.Left.Method, pair.Right, pair.Left.Facts)))
            .WithTrackingName(TrackingNames.Plans);
        IncrementalValuesProvider<Outcome<SourceSet>> sources = plans
            .Where(static plan => plan.Product is not null)
            .Combine(hasGpu)
            .Select(static (pair, _) => Guard.Run(pair.Left.Product!.Method, () => Compiler.Emit(pair.Left.Product!, pair.Right)))
            .WithTrackingName(TrackingNames.Sources);
        IncrementalValuesProvider<SourceFile> gradients = types
            .Where(static type => type.Product is { } spec && (spec.Parameters.Count > 0 || spec.Methods.Count > 0))
            .Select(static (type, _) => type.Product!.IsInterface ? InterfaceEmitter.EmitType(type.Product) : GradientsEmitter.Emit(type.Product!))
            .WithTrackingName(TrackingNames.Gradients);

        context.RegisterSourceOutput(
            sources.SelectMany(static (set, _) => set.Product?.Files ?? []), static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(gradients, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(rules.SelectMany(static (table, _) => table.Diagnostics), Report);
        context.RegisterSourceOutput(
            declarations.Where(static method => method.Product is not null).Select(static (method, _) => InterfaceEmitter.EmitMethod(method.Product!)),
            static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(declarations.SelectMany(static (method, _) => method.Diagnostics), Report);
        context.RegisterSourceOutput(overrides, Report);
        context.RegisterSourceOutput(types.SelectMany(static (type, _) => type.Diagnostics), Report);
        context.RegisterSourceOutput(methods.SelectMany(static (method, _) => method.Diagnostics), Report);
        context.RegisterSourceOutput(plans.SelectMany(static (plan, _) => plan.Diagnostics), Report);
        context.RegisterSourceOutput(sources.SelectMany(static (set, _) => set.Diagnostics), Report);
    }

    private static IncrementalValuesProvider<Outcome<TypeSpec>> TypesOf(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (_, _) => true,
            static (found, cancellation) => found.TargetSymbol.ContainingType is { } type
                ? Guard.Run(found.TargetSymbol, () => TypeParser.Parse(type, found.SemanticModel.Compilation, cancellation))
                : new Outcome<TypeSpec>(null, []));

    internal static void Report(SourceProductionContext output, DiagnosticSpec diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic());
}
