using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads one derivative rule from its method's signature.</summary>
internal static class RuleSignature
{
    public const string Into = "into";

    public static VjpRule? Read(IMethodSymbol method, AttributeData attribute, List<DiagnosticSpec> diagnostics)
    {
        if (attribute.ConstructorArguments is not [{ Value: string operation }, { Value: string argument }])
            return null;
        var rule = new VjpRule(
            method.ContainingType.FullName(), method.Name, operation, argument, Format.Tensor, FormatOf(method.ReturnType), DestinationOf(method),
            method.IsGenericMethod, ParametersOf(method, diagnostics), CaseOf(method), LocationSpec.Of(method.Locations.FirstOrDefault()));
        string? defect = Defect(method, rule);
        if (defect is not null)
        {
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.MalformedRule, rule.Location, rule.Signature, defect));
            return null;
        }

        IParameterSymbol? cotangent = method.Parameters.FirstOrDefault(static p => p.Name == VjpRule.Cotangent);
        return rule with { Accepts = cotangent is null ? Format.Tensor : FormatOf(cotangent.Type)!.Value };
    }

    public static EquatableArray<ParameterSpec> ParametersOf(IMethodSymbol method, List<DiagnosticSpec> diagnostics) =>
        method.Parameters.Where(static p => p.Name != Into).Select(p => new ParameterSpec(
            p.Name, p.Type.FullName(), p.Type.Is(KnownNames.Tensor),
            p.HasExplicitDefaultValue ? SymbolText.Constant(p.Type, p.ExplicitDefaultValue) : null, p.Has(KnownNames.ShapeOnly))
        {
            Shape = ShapeParser.Read(p, diagnostics),
        }).ToEquatable();

    private static readonly Dictionary<string, Format> Formats =
        Enum.GetValues(typeof(Format)).Cast<Format>().ToDictionary(static format => "SparseDiff." + format);

    private static readonly string FormatNames = string.Join(", ", Formats.Values);

    private static Format? FormatOf(ITypeSymbol type) => Formats.TryGetValue(type.FullName(), out Format format) ? format : null;

    /// <summary>The constant argument that decides for a rule; null for a rule that is for all.</summary>
    private static ArgumentCase? CaseOf(IMethodSymbol method) =>
        method.Attribute(KnownNames.ForArgument) is { ConstructorArguments: [{ Value: string argument }, { Type: { } type } constant] }
            ? new ArgumentCase(argument, SymbolText.Constant(type, constant.Value) ?? string.Empty)
            : null;

    private static Destination DestinationOf(IMethodSymbol method) =>
        method.Parameters.FirstOrDefault(static p => p.Name == Into)?.Type.FullName() switch
        {
            KnownNames.Slot => Destination.Slot,
            KnownNames.SparseSlot => Destination.SparseSlot,
            KnownNames.RowGradient => Destination.RowGradient,
            KnownNames.Tensor => Destination.Tensor,
            KnownNames.ListGradient => Destination.List,
            _ => Destination.None,
        };

    private static string? Defect(IMethodSymbol method, VjpRule rule)
    {
        if (!method.IsStatic || method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal))
            return "a rule is a static method that is public or internal";
        if (rule.IsFused)
        {
            return rule.Parameters.Any(static p => p.Name == VjpRule.Pull) && rule.Parameters.Any(static p => p.Name == VjpRule.Inputs) && method.TypeParameters.Length == 1
                ? null
                : "a generic rule takes a kernel 'pull' of its type parameter and its 'inputs'";
        }

        IParameterSymbol? cotangent = method.Parameters.FirstOrDefault(static p => p.Name == VjpRule.Cotangent);
        if (cotangent is null)
            return "it has no parameter dY, the gradient of the operation's result";
        if (FormatOf(cotangent.Type) is null)
            return $"dY is of type {cotangent.Type.Name}, which is no gradient format; write one of {FormatNames}";
        if (rule.Parameters.FirstOrDefault(static p => p.IsList) is { } list)
            return $"it takes the tensors '{list.Name}', which it finds in its destination 'into' of type ListGradient";
        bool returns = rule.Into is Destination.None or Destination.Slot or Destination.SparseSlot;
        if (returns && rule.Returns is null)
            return $"it must return the gradient (one of {FormatNames}), or add to a destination 'into' of type RowGradient, Tensor or ListGradient";
        if (!returns && !method.ReturnsVoid)
            return "a rule that adds to its destination returns nothing";
        return null;
    }
}
