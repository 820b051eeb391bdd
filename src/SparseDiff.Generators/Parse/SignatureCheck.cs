using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Checks what can be seen of a differentiable method without reading its body.</summary>
internal static class SignatureCheck
{
    public static void Check(IMethodSymbol method, SyntaxNode node, List<DiagnosticSpec> diagnostics)
    {
        if (!CheckKind(method, node, diagnostics))
            return;
        CheckNames(method, LocationSpec.Of(method.Locations.FirstOrDefault()), diagnostics);
        InterfaceParser.Check(method, diagnostics);
    }

    /// <summary>Checks that it is a method that can have a derivative; false when it is nothing like it.</summary>
    public static bool CheckKind(IMethodSymbol method, SyntaxNode node, List<DiagnosticSpec> diagnostics)
    {
        LocationSpec? where = LocationSpec.Of(method.Locations.FirstOrDefault());
        if (node is not MethodDeclarationSyntax || method.MethodKind != MethodKind.Ordinary)
        {
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, where, method.Name.Length == 0 ? "A lambda" : method.Name, "is not an ordinary method", "write a method of a partial class"));
            return false;
        }

        if (WhyUnsupported(method) is { } reason)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, where, method.Name, reason.Why, reason.Instead));
        if (method.ReturnType is IErrorTypeSymbol)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotUnderstood, where, method.Name, method.ReturnType.Name));
        else if (!method.IsAsync && !method.ReturnType.Is(KnownNames.Tensor) && TensorParser.TensorsOf(method.ReturnType) == 0)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.ResultIsNoTensor, where, method.Name, method.ReturnsVoid ? "nothing" : method.ReturnType.ToDisplayString()));
        return true;
    }

    private static (string Why, string Instead)? WhyUnsupported(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
            return ("is generic", "make its type generic, or write it for one type");
        if (method.IsAsync)
            return ("is async", "differentiate a synchronous method and await outside it");
        if (method.RefKind != RefKind.None)
            return ("returns by reference", "return the Tensor itself");
        if (method.IsAbstract && !InterfaceParser.IsDeclaration(method) || method.IsExtern || method.IsPartialDefinition)
            return ("has no body", "put [Differentiable] on the method that has one");
        if (method.ExplicitInterfaceImplementations.Length > 0)
            return ("implements an interface explicitly", "differentiate an ordinary method and call it from there");
        if (method.Parameters.FirstOrDefault(static p => p.RefKind != RefKind.None) is { } byReference)
            return ($"takes '{byReference.Name}' by reference ({(byReference.RefKind == RefKind.RefReadOnlyParameter ? "ref readonly" : byReference.RefKind.ToString().ToLowerInvariant())})", "take it by value, and return what changes");
        if (method.Parameters.FirstOrDefault(static p => p.Type.IsRefLikeType || p.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer) is { } unkept)
            return ($"takes '{unkept.Name}' of type {unkept.Type.ToDisplayString()}, which cannot be kept for the backward pass", "take a Tensor or an array");
        if (method.Parameters.FirstOrDefault(p => p.Name == method.Name + "Saved") is { } namesake)
            return ($"has an argument '{namesake.Name}', which is the name of generated code", "rename the argument");
        if (method.Parameters.FirstOrDefault(static p => IsTensorCollection(p.Type)) is { } collection)
            return ($"takes several tensors as '{collection.Name}' ({collection.Type.ToDisplayString()})", "take each tensor as an argument of its own");
        return null;
    }

    private static bool IsTensorCollection(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Is(KnownNames.Tensor),
        INamedTypeSymbol named => named.TypeArguments.Any(static argument => argument.Is(KnownNames.Tensor)),
        _ => false,
    };

    private static void CheckNames(IMethodSymbol method, LocationSpec? where, List<DiagnosticSpec> diagnostics)
    {
        if (method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Count(other => string.Equals(other.Name, method.Name, StringComparison.OrdinalIgnoreCase) && other.Has(KnownNames.Differentiable)) > 1)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.Overloaded, where, method.ContainingType.Name, method.Name));
        string field = char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1) + "Workspace";
        foreach (string name in new[] { method.Name + "Forward", method.Name + "Backward", method.Name + "WithGradients", method.Name + "Saved", method.Name + "Kernels", field })
        {
            if (method.ContainingType.Name == name)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, LocationSpec.Of(method.ContainingType.Locations.FirstOrDefault()), name, $"the name of generated code for the method {method.Name}, and no member is called like its type", "rename one of them"));
            if (method.ContainingType.GetMembers(name).FirstOrDefault() is { } taken)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NameCollision, LocationSpec.Of(taken.Locations.FirstOrDefault()), method.ContainingType.Name, name, $"the method {method.Name}"));
        }
    }
}
