using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SparseDiff.Generators.Parse;

/// <summary>Symbols and constants as text that does not depend on the machine or its culture.</summary>
internal static class SymbolText
{
    private static readonly SymbolDisplayFormat FullFormat = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(FullFormat);

    /// <summary>Whether a type has this full name. The short name is looked for first: writing out a full name is what costs.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName) =>
        type is INamedTypeSymbol && fullName.IndexOf(type.Name, StringComparison.Ordinal) >= 0 && type.FullName() == fullName;

    public static bool Has(this ISymbol symbol, string attribute) => symbol.Attribute(attribute) is not null;

    public static AttributeData? Attribute(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass.Is(attribute));

    /// <summary>The name, escaped when it is a keyword.</summary>
    public static string Escaped(this string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name == Field ? "@" + name : name;

    // A keyword in the accessors of a property, and parameters are listed in one.
    private const string Field = "field";

    /// <summary>One overload of a method: container, name and parameter types.</summary>
    public static string Key(this IMethodSymbol method) =>
        Key(method.ContainingType.FullName(), method.Name, method.Parameters.Select(static p => p.Type.FullName()));

    public static string Key(string container, string name, IEnumerable<string> parameterTypes) =>
        $"{container}.{name}({string.Join(",", parameterTypes)})";

    /// <summary>A constant as C# of its type; null when it has no short form.</summary>
    public static string? Constant(ITypeSymbol type, object? value)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && value is not null)
            return Constant(nullable.TypeArguments[0], value);
        if (value is null)
            return type.IsValueType ? "default" : "null";
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            IFieldSymbol? member = enumeration.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value));
            return member is null
                ? $"({enumeration.FullName()})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})"
                : $"{enumeration.FullName()}.{member.Name.Escaped()}";
        }

        return type.SpecialType switch
        {
            SpecialType.System_Single => Number(Convert.ToSingle(value, CultureInfo.InvariantCulture)),
            SpecialType.System_Double => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        };
    }

    public static string Number(float value) => value switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ when float.IsNaN(value) => "float.NaN",
        _ => Shortest(value) + "f",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "d",
    };

    // "R" differs between the runtimes a compiler may run on; the first precision that comes back exactly does not.
    private static string Shortest(float value)
    {
        foreach (string format in (string[])["G7", "G8", "G9"])
        {
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == value)
                return text;
        }

        return value.ToString("G9", CultureInfo.InvariantCulture);
    }
}
