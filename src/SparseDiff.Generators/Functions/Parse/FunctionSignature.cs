using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Tells scalar functions from methods over tensors, and checks their signatures.</summary>
internal static class FunctionSignature
{
    /// <summary>A function of numbers: it returns a number and takes no tensor.</summary>
    public static bool IsFunction(IMethodSymbol method) =>
        NumberTypeOf.Type(method.ReturnType).IsReal() && !method.Parameters.Any(static p => p.Type.Is(KnownNames.Tensor));

    public static bool WantsGradient(IParameterSymbol parameter) =>
        (NumberTypeOf.Type(parameter.Type).IsReal() || NumberTypeOf.Elements(parameter.Type).IsReal()) && !parameter.Has(KnownNames.NoGradient);

    public static void Check(IMethodSymbol method, SyntaxNode node, List<DiagnosticSpec> diagnostics)
    {
        LocationSpec? where = LocationSpec.Of(method.Locations.FirstOrDefault());
        if (node is not MethodDeclarationSyntax || method.MethodKind != MethodKind.Ordinary)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, where, method.Name, "is not an ordinary method", "write a static method of a partial class"));
        else if (WhyUnsupported(method) is { } reason)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, where, method.Name, reason.Why, reason.Instead));
        else if (!method.IsStatic)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.FunctionIsNotStatic, where, method.Name));
        else if (!method.Parameters.Any(WantsGradient))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.NothingToDifferentiate, where, method.Name, "number that wants a gradient", "give it an argument of type float or double without [NoGradient]"));
        if (diagnostics.Count == 0)
            CheckNames(method, where, diagnostics);
    }

    private static (string Why, string Instead)? WhyUnsupported(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
            return ("is generic", "write it for float or for double");
        if (method.RefKind != RefKind.None)
            return ("returns by reference", "return the number itself");
        if (method.IsAbstract || method.IsExtern || method.IsPartialDefinition)
            return ("has no body", "put [Differentiable] on the method that has one");
        if (method.ExplicitInterfaceImplementations.Length > 0)
            return ("implements an interface explicitly", "differentiate an ordinary method and call it from there");
        if (method.Parameters.FirstOrDefault(static p => p.RefKind != RefKind.None) is { } byReference)
            return ($"takes '{byReference.Name}' by reference ({byReference.RefKind.ToString().ToLowerInvariant()})", "take it by value, and return what changes");
        if (method.Parameters.FirstOrDefault(static p => p.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer) is { } pointer)
            return ($"takes '{pointer.Name}' of type {pointer.Type.ToDisplayString()}", "take a span");
        return null;
    }

    private static void CheckNames(IMethodSymbol method, LocationSpec? where, List<DiagnosticSpec> diagnostics)
    {
        foreach (string name in new[] { method.Name + "WithGradients", method.Name + "Jvp" })
        {
            if (method.ContainingType.Name == name)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, LocationSpec.Of(method.ContainingType.Locations.FirstOrDefault()), name, $"the name of generated code for the function {method.Name}, and no member is called like its type", "rename one of them"));
            if (method.ContainingType.GetMembers(name).FirstOrDefault() is { } taken)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NameCollision, LocationSpec.Of(taken.Locations.FirstOrDefault()) ?? where, method.ContainingType.Name, name, $"the function {method.Name}"));
        }
    }
}
