using System.Globalization;
using Microsoft.CodeAnalysis;
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
                arguments.Add(Argument(constructor.Parameters[i].Name, attribute.ConstructorArguments[i]));
            else if (MarkerMember.Find(owner, text, constructor.Parameters[i], attribute.ConstructorArguments[i].Value as string, needsStatic, compilation, location, diagnostics) is { } member)
                arguments.Add(read(member) with { Type = member.Type.FullName() });
            else
                return null;
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
            arguments.Add(Argument(char.ToLowerInvariant(named.Key[0]) + named.Key.Substring(1), named.Value));
        return new MarkerSpec(operation, text, arguments.ToEquatable(), location) { IsUnbiased = IsUnbiased(about, arguments) };
    }

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
            new OperandSpec(name, OperandKind.Constant, -1, SymbolText.Number((float)number)) { Number = number },
        { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Type: { } type } =>
            new OperandSpec(name, OperandKind.Constant, -1, SymbolText.Constant(type, constant.Value) ?? "default")
            {
                Number = constant.Value is int or float ? Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture) : null,
            },
        _ => new OperandSpec(name, OperandKind.Constant, -1, "default"),
    };
}
