using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Code that has no text in the project: bodies in other assemblies, and those that only the run chooses. Symbols alone tell whether it may compute a tensor with the
/// parameters of a model, whose gradient would be lost.
/// </summary>
internal static class UnreadCode
{
    /// <summary>The member that may compute a tensor with parameters where an expression stands; null for none.</summary>
    public static ISymbol? Behind(IOperation part, ProjectBodies bodies)
    {
        (ISymbol? member, IOperation? instance, IEnumerable<IOperation> given) = part switch
        {
            IPropertyReferenceOperation property => (property.Property, property.Instance, property.Arguments.Select(static argument => argument.Value)),
            IInvocationOperation call => (call.TargetMethod, call.Instance, call.Arguments.Select(static argument => argument.Value)),
            IObjectCreationOperation creation => (creation.Constructor, null, creation.Arguments.Select(static argument => argument.Value)),
            IConversionOperation { OperatorMethod: { } conversion, Operand: var operand } => (conversion, null, [operand]),
            IUnaryOperation { OperatorMethod: { } unary, Operand: var operand } => (unary, null, [operand]),
            IBinaryOperation { OperatorMethod: { } binary, LeftOperand: var left, RightOperand: var right } => (binary, null, [left, right]),
            _ => ((ISymbol?)null, (IOperation?)null, (IEnumerable<IOperation>)[]),
        };
        if (member is null || TensorReads.OfShape(part) || !TensorHolders.Holds(part.Type) || !IsUnread(member, bodies))
            return null;
        IEnumerable<ITypeSymbol?> owners = [instance?.Type, .. given.Select(Plain), .. IsDeferred(member) ? Keeper(instance) : []];
        return !MayCompute(member, owners) ? null : IsDeferred(member) && TensorReads.MemberOf(instance) is { } keeper ? keeper : member;
    }

    /// <summary>Whether a member that a body names may compute a tensor with parameters.</summary>
    public static bool MayCompute(ISymbol member, ProjectBodies bodies)
    {
        IEnumerable<IParameterSymbol> parameters = member switch
        {
            IPropertySymbol property => property.Parameters,
            IMethodSymbol method => method.Parameters,
            _ => [],
        };
        return TensorHolders.Holds(TypeOf(member)) && IsUnread(member, bodies) && MayCompute(member, parameters.Select(static parameter => parameter.Type));
    }

    private static bool MayCompute(ISymbol member, IEnumerable<ITypeSymbol?> owners)
    {
        List<ITypeSymbol> all = [.. owners.OfType<ITypeSymbol>()];
        if (member is not IMethodSymbol { MethodKind: MethodKind.Constructor })
            all.Add(member.ContainingType);
        return all.Any(TensorHolders.Reaches) || IsOpen(member) && all.Any(static type => ModelTypes.ModelOf(type) is not null);
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    private static bool IsUnread(ISymbol member, ProjectBodies bodies)
    {
        if (new[] { KnownNames.Parameter, KnownNames.NoGradient, KnownNames.Differentiable }.Any(member.OriginalDefinition.Has))
            return false;
        if (IsOpen(member) || IsDeferred(member))
            return true;
        return !bodies.HasText(member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? member.ContainingType : member.OriginalDefinition)
            && (member is not IPropertySymbol property || !IsAutomatic(property, [.. property.OriginalDefinition.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax())]));
    }

    /// <summary>The part of a partial member that has the body.</summary>
    public static ISymbol Written(ISymbol member) => member.OriginalDefinition switch
    {
        IPropertySymbol { PartialImplementationPart: { } property } => property,
        IMethodSymbol { PartialImplementationPart: { } method } => method,
        var whole => whole,
    };

    /// <summary>Whether a derived type, or one that implements the interface, may say what the member is.</summary>
    public static bool IsOpen(ISymbol member) => (member.IsAbstract || member.IsVirtual || member is { IsOverride: true, IsSealed: false }) && member.ContainingType is { IsSealed: false };

    /// <summary>Whether a property only gives what is kept: seen from its declaration, not from its body.</summary>
    private static bool IsAutomatic(IPropertySymbol property, List<SyntaxNode> declarations) => declarations.Count == 0
        ? property.ContainingType.IsAnonymousType || property.OriginalDefinition.GetMethod?.Has(KnownNames.CompilerGenerated) == true
        : declarations[0] is not BasePropertyDeclarationSyntax declaration
            || declaration is PropertyDeclarationSyntax { ExpressionBody: null } && !property.IsPartialDefinition
                && declaration.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { Body: null, ExpressionBody: null };

    /// <summary>Whether a member runs code that was handed over as a value: a delegate, or a <c>Lazy</c>.</summary>
    private static bool IsDeferred(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } or IPropertySymbol { Name: "Value", ContainingType.Name: "Lazy" };

    /// <summary>The object that keeps a delegate in a member: its code may read the object.</summary>
    private static IEnumerable<ITypeSymbol?> Keeper(IOperation? kept) =>
        kept is IMemberReferenceOperation { Member: var member } reference && !member.Has(KnownNames.NoGradient) ? [reference.Instance?.Type, member.ContainingType] : [];

    private static ITypeSymbol? Plain(IOperation value) => value is IConversionOperation { OperatorMethod: null } conversion ? Plain(conversion.Operand) : value.Type;
}
