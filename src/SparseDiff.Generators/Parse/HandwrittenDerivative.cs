using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Methods whose derivative the user wrote: nothing is generated for them; their callers count on these signatures.</summary>
internal static class HandwrittenDerivative
{
    public static bool IsOf(IMethodSymbol method) =>
        method.Attribute(KnownNames.Differentiable)?.NamedArguments.Any(static named => named is { Key: "ByHand", Value.Value: true }) == true;

    public static List<DiagnosticSpec> Check(IMethodSymbol method, SyntaxNode node)
    {
        List<DiagnosticSpec> diagnostics = [];
        SignatureCheck.CheckKind(method, node, diagnostics);
        if (diagnostics.Count == 0 && WhyUnusable(method) is { } reason)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, LocationSpec.Of(method.Locations.FirstOrDefault()), method.Name, reason.Why, reason.Instead));
        return diagnostics;
    }

    private static (string Why, string Instead)? WhyUnusable(IMethodSymbol method)
    {
        if (!method.IsStatic)
            return ("is not static, but its derivative is said to be written by hand", "make it static, or leave out ByHand");
        int results = Math.Max(TensorParser.TensorsOf(method.ReturnType), 1);
        int gradients = method.Parameters.Count(static p => p.Type.Is(KnownNames.Tensor) && !p.Has(KnownNames.NoGradient));
        string arguments = string.Concat(method.Parameters.Select(static p => $"{p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {p.Name}, "));
        if (!Methods(method, "Forward").Any(other => IsForward(other, method)))
            return Missing($"{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {method.Name}Forward({arguments}out {method.Name}Saved saved, Workspace? workspace = null)");
        if (!Methods(method, "Backward").Any(other => IsBackward(other, method, results, gradients)))
            return Missing($"void {method.Name}Backward(in {method.Name}Saved saved{Tensors(", Tensor d", results)}{Tensors(", out Tensor g", gradients)})");
        return null;
    }

    private static (string Why, string Instead) Missing(string signature) => ($"has no static {signature}, which a derivative by hand needs", "write it, or leave out ByHand");

    private static string Tensors(string text, int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"{text}{i}"));

    private static IEnumerable<IMethodSymbol> Methods(IMethodSymbol method, string suffix) =>
        method.ContainingType.GetMembers(method.Name + suffix).OfType<IMethodSymbol>().Where(static other => other.IsStatic && !other.IsGenericMethod);

    private static bool IsForward(IMethodSymbol forward, IMethodSymbol method)
    {
        int count = method.Parameters.Length;
        return forward.Parameters.Length == count + 2
            && SymbolEqualityComparer.Default.Equals(forward.ReturnType, method.ReturnType)
            && forward.Parameters.Take(count).Select(static p => p.Type).SequenceEqual(method.Parameters.Select(static p => p.Type), SymbolEqualityComparer.Default)
            && IsSaved(forward.Parameters[count], method, RefKind.Out)
            && forward.Parameters[count + 1].Type.Is(KnownNames.Workspace);
    }

    private static bool IsBackward(IMethodSymbol backward, IMethodSymbol method, int results, int gradients) =>
        backward.Parameters.Length == 1 + results + gradients
        && backward.ReturnsVoid
        && IsSaved(backward.Parameters[0], method, RefKind.In)
        && backward.Parameters.Skip(1).All(static p => p.Type.Is(KnownNames.Tensor))
        && backward.Parameters.Skip(1).Select(static (p, i) => (p.RefKind, i)).All(p => p.RefKind == (p.i < results ? RefKind.None : RefKind.Out));

    private static bool IsSaved(IParameterSymbol parameter, IMethodSymbol method, RefKind kind) =>
        parameter.RefKind == kind && parameter.Type is { TypeKind: TypeKind.Struct } type && type.Name == method.Name + "Saved"
        && SymbolEqualityComparer.Default.Equals(type.ContainingType, method.ContainingType);
}
