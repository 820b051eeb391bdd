using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads an attribute that stands for a sparsity point after every linear operation.</summary>
internal static class MarkerParser
{
    /// <param name="attribute">The attribute.</param>
    /// <param name="owner">The type whose members it may name.</param>
    /// <param name="needsStatic">Whether only static members can be read.</param>
    /// <param name="compilation">Knows the types of numbers.</param>
    /// <param name="read">How a member is read: the operand that stands for it.</param>
    /// <param name="diagnostics">Where members that do not fit are reported.</param>
    /// <returns>Null for an attribute that stands for no point, or names a member that does not fit.</returns>
    public static MarkerSpec? Parse(
        AttributeData attribute, INamedTypeSymbol owner, bool needsStatic, Compilation compilation, Func<MarkerMember, OperandSpec> read, List<DiagnosticSpec> diagnostics)
    {
        if (attribute.AttributeClass?.Attribute(KnownNames.Marker) is not { ConstructorArguments: [{ Value: string operation }] } about)
            return null;
        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax();
        string text = syntax is null ? TypeParser.ShortName(attribute) : Quote.Of(syntax);
        LocationSpec? location = LocationSpec.Of(syntax?.GetLocation());
        List<OperandSpec> arguments = [];
        for (int i = 0; i < attribute.ConstructorArguments.Length && attribute.AttributeConstructor is { } constructor; i++)
        {
            if (!MarkerMember.IsNamedBy(constructor.Parameters[i]))
                arguments.Add(Argument(constructor.Parameters[i].Name, attribute.ConstructorArguments[i]) with { Location = Written(syntax, constructor.Parameters[i], i) });
            else if (MarkerMember.Find(owner, text, constructor.Parameters[i], attribute.ConstructorArguments[i].Value as string, needsStatic, compilation, Written(syntax, constructor.Parameters[i], i) ?? location, diagnostics) is { } member)
                arguments.Add(read(member) with { Type = member.Type.FullName() });
            else
                return null;
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
            arguments.Add(Argument(char.ToLowerInvariant(named.Key[0]) + named.Key.Substring(1), named.Value) with { Location = Written(syntax, named.Key) });
        return new MarkerSpec(operation, text, arguments.ToEquatable(), location) { IsUnbiased = IsUnbiased(about, arguments) };
    }

    /// <summary>Where an argument of the attribute's constructor stands.</summary>
    private static LocationSpec? Written(SyntaxNode? attribute, IParameterSymbol parameter, int position)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax>? all = (attribute as AttributeSyntax)?.ArgumentList?.Arguments;
        AttributeArgumentSyntax? written = all?.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
            ?? all?.Where(static argument => argument.NameEquals is null).Skip(position).FirstOrDefault(static argument => argument.NameColon is null);
        return LocationSpec.Of(written?.Expression.GetLocation());
    }

    /// <summary>Where a property that the attribute sets stands.</summary>
    private static LocationSpec? Written(SyntaxNode? attribute, string property) =>
        LocationSpec.Of((attribute as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property)?.Expression.GetLocation());

    private static bool IsUnbiased(AttributeData about, List<OperandSpec> arguments) =>
        about.NamedArguments.FirstOrDefault(static named => named.Key == "Unbiased").Value.Value switch
        {
            "" => true,
            string unless => !arguments.Any(argument => argument.Parameter == unless && argument.Text == "false"),
            _ => false,
        };

    // Attributes cannot hold a float exactly as the marker takes it: a double stands for it.
    private static OperandSpec Argument(string name, TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Primitive, Value: double number } =>
            new OperandSpec(name, OperandKind.Constant, -1, SymbolText.Number((float)number)) { Number = (float)number },
        { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Type: { } type } =>
            new OperandSpec(name, OperandKind.Constant, -1, SymbolText.Constant(type, constant.Value) ?? "default")
            {
                Number = constant.Value is int or float ? Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture) : null,
            },
        _ => new OperandSpec(name, OperandKind.Constant, -1, "default"),
    };
}
