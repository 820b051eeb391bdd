using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>A member that an attribute names, and that stands for an argument of the marker: read at every step.</summary>
/// <param name="Parameter">The marker's parameter.</param>
/// <param name="Name">The member's name, escaped.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="IsStatic">Whether it belongs to the type.</param>
internal sealed record MarkerMember(string Parameter, string Name, ITypeSymbol Type, bool IsStatic)
{
    private const string Suffix = "Member";
    private const string Policy = "policy";
    private const string Ratio = "ratio";
    private const string Count = "k";
    private const string AnyBudget = "budget";

    /// <summary>Whether an attribute's argument names a member: a string whose parameter's name says so.</summary>
    public static bool IsNamedBy(IParameterSymbol parameter) =>
        parameter.Type.SpecialType == SpecialType.System_String && parameter.Name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Finds the member; null, with a diagnostic, when there is none that fits.</summary>
    /// <param name="owner">The type in which it is looked for, and in its bases.</param>
    /// <param name="attribute">The attribute as written.</param>
    /// <param name="parameter">The attribute's parameter.</param>
    /// <param name="name">What the attribute says.</param>
    /// <param name="needsStatic">Whether only a static member can be read.</param>
    /// <param name="compilation">Knows the types of numbers.</param>
    /// <param name="location">Where the attribute stands.</param>
    /// <param name="diagnostics">Where the report goes.</param>
    public static MarkerMember? Find(
        INamedTypeSymbol owner, string attribute, IParameterSymbol parameter, string? name, bool needsStatic, Compilation compilation, LocationSpec? location, List<DiagnosticSpec> diagnostics)
    {
        string stem = parameter.Name.Substring(0, parameter.Name.Length - Suffix.Length);
        ISymbol? member = name is null ? null : MemberOf(owner, name);
        ITypeSymbol? type = member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;
        string? defect = member is null ? $"{owner.Name} has no property or field of that name"
            : needsStatic && !member.IsStatic ? "it belongs to an object and the method to none"
            : null;
        if (defect is null && Convert(stem, type!, compilation) is { } found)
            return new MarkerMember(found.Parameter, member!.Name.Escaped(), found.Type, member.IsStatic);
        string wanted = stem switch
        {
            Policy => "a policy, a property or field whose type implements ISelection<SparseRows>, ISelection<SparseColumns> or ISelection<SparseExamples>, of operands IChildSelection,",
            Ratio => "a property or field of type float, int, Schedule or Budget",
            _ => "a property or field of type float or Schedule",
        };
        diagnostics.Add(DiagnosticSpec.Create(Descriptors.MarkerMember, location, attribute, name ?? "null", defect ?? $"it is of type {type!.ToDisplayString()}", wanted, owner.Name));
        return null;
    }

    private static (string Parameter, ITypeSymbol Type)? Convert(string stem, ITypeSymbol type, Compilation compilation)
    {
        if (stem == Policy)
        {
            INamedTypeSymbol? selection = type.AllInterfaces.Concat(type is INamedTypeSymbol own ? [own] : []).FirstOrDefault(static i => i.OriginalDefinition.Is(KnownNames.Selection) || i.Is(KnownNames.ChildSelection));
            return selection is null ? null : (stem, selection);
        }

        if (type.SpecialType == SpecialType.System_Int32)
            return stem == Ratio ? (Count, type) : null;
        if (type.Is(KnownNames.Budget))
            return stem == Ratio ? (AnyBudget, type) : null;
        return type.SpecialType == SpecialType.System_Single || type.Is(KnownNames.Schedule) ? (stem, compilation.GetSpecialType(SpecialType.System_Single)) : null;
    }

    private static ISymbol? MemberOf(INamedTypeSymbol owner, string name)
    {
        for (INamedTypeSymbol? type = owner; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).FirstOrDefault(static m => m is IFieldSymbol or IPropertySymbol { IsIndexer: false, GetMethod: not null }) is { } member)
                return member;
        }

        return null;
    }
}
