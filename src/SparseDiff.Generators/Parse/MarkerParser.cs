using System.Globalization;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads an attribute that stands for a sparsity point after every linear operation.</summary>
internal static class MarkerParser
{
    public static MarkerSpec? Parse(AttributeData attribute)
    {
        if (attribute.AttributeClass?.Attribute(KnownNames.Marker) is not { ConstructorArguments: [{ Value: string operation }] })
            return null;
        List<OperandSpec> arguments = [];
        for (int i = 0; i < attribute.ConstructorArguments.Length; i++)
        {
            if (attribute.AttributeConstructor is { } constructor)
                arguments.Add(Argument(constructor.Parameters[i].Name, attribute.ConstructorArguments[i]));
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
            arguments.Add(Argument(char.ToLowerInvariant(named.Key[0]) + named.Key.Substring(1), named.Value));
        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax();
        return new MarkerSpec(
            operation, syntax is null ? TypeParser.ShortName(attribute) : Quote.Of(syntax), arguments.ToEquatable(), LocationSpec.Of(syntax?.GetLocation()));
    }

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
