using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads operations and derivative rules from the signatures of the containers that assemblies name.</summary>
internal static class RuleReader
{
    // A referenced assembly is the same symbol as long as its reference is: it is read once, not at every keystroke.
    private static readonly ConditionalWeakTable<IAssemblySymbol, RuleTable> Known = new();

    public static RuleTable Read(Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            return ReadAll(compilation, cancellation);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return new RuleTable([], [DiagnosticSpec.Create(Descriptors.Internal, null, "every method", $"{defect.GetType().Name}: {defect.Message}")]);
        }
    }

    /// <summary>The files that the project's own rules stand in.</summary>
    public static IReadOnlyList<SyntaxTree> SourcesOf(Compilation compilation) =>
        [.. ContainersOf(compilation.Assembly).SelectMany(static container => container.DeclaringSyntaxReferences).Select(static reference => reference.SyntaxTree).Distinct()];

    private static RuleTable ReadAll(Compilation compilation, CancellationToken cancellation)
    {
        List<RuleTable> tables = [ReadAssembly(compilation.Assembly, inSource: true)];
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellation.ThrowIfCancellationRequested();
            if (assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == KnownNames.Attributes)))
                tables.Add(Known.GetValue(assembly, static symbol => ReadAssembly(symbol, inSource: false)));
        }

        tables.RemoveAll(static table => table.Operations.Count == 0 && table.Diagnostics.Count == 0);
        return tables.Count == 1
            ? tables[0]
            : new RuleTable(tables.SelectMany(static table => table.Operations).ToEquatable(), tables.SelectMany(static table => table.Diagnostics).ToEquatable());
    }

    private static RuleTable ReadAssembly(IAssemblySymbol assembly, bool inSource)
    {
        List<OperationSpec> operations = [];
        List<DiagnosticSpec> diagnostics = [];
        foreach (INamedTypeSymbol container in ContainersOf(assembly))
            ReadContainer(container, operations, diagnostics);
        return new RuleTable(operations.ToEquatable(), inSource ? diagnostics.ToEquatable() : []);
    }

    /// <summary>The classes of operations and rules that an assembly names.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainersOf(IAssemblySymbol assembly) => assembly.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.Is(KnownNames.DifferentiationRules))
        .Select(static attribute => attribute.ConstructorArguments is [{ Value: INamedTypeSymbol container }] ? container : null)
        .OfType<INamedTypeSymbol>();

    private static void ReadContainer(INamedTypeSymbol container, List<OperationSpec> operations, List<DiagnosticSpec> diagnostics)
    {
        List<IMethodSymbol> methods = [.. container.GetMembers().OfType<IMethodSymbol>().Where(static method => method.MethodKind == MethodKind.Ordinary)];
        List<VjpRule> rules = [];
        foreach (IMethodSymbol method in methods)
        {
            foreach (AttributeData attribute in method.GetAttributes().Where(static data => data.AttributeClass.Is(KnownNames.VjpOf)))
            {
                if (RuleSignature.Read(method, attribute, diagnostics) is { } rule)
                    rules.Add(rule);
            }
        }

        HashSet<VjpRule> reached = [];
        foreach (IMethodSymbol method in methods.Where(IsOperation))
        {
            OperationSpec operation = OperationSignature.Read(method, rules, diagnostics);
            operations.Add(operation);
            reached.UnionWith(operation.Rules);
        }

        foreach (VjpRule rule in rules.Where(rule => !reached.Contains(rule)))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnreachableRule, rule.Location, rule.Signature, Why(rule, methods)));
    }

    private static bool IsOperation(IMethodSymbol method) =>
        method is { IsStatic: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal }
        && method.ReturnType.Is(KnownNames.Tensor)
        && !method.Has(KnownNames.VjpOf)
        // A function over tensors (Map) brings its own derivative.
        && !method.Parameters.Any(static p => p.Type.TypeKind == TypeKind.Delegate)
        && method.Parameters.Any(static p => p.Type.Is(KnownNames.Tensor) || p.Type.Is(KnownNames.Tensors));

    private static string Why(VjpRule rule, List<IMethodSymbol> methods)
    {
        List<IMethodSymbol> overloads = [.. methods.Where(method => method.Name == rule.Operation && IsOperation(method))];
        if (overloads.Count == 0)
            return $"its class has no operation named {rule.Operation}";
        if (!overloads.Any(method => method.Parameters.Any(p => p.Name == rule.Argument && (p.Type.Is(KnownNames.Tensor) || p.Type.Is(KnownNames.Tensors)))))
            return $"{rule.Operation} has no tensor argument named '{rule.Argument}'";
        return $"no overload of {rule.Operation} has all the arguments that it reads ({string.Join(", ", rule.Reads.Select(static p => p.Name))})";
    }
}
