using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads of a policy that is made where it is used, such as <c>new TopK(0.1f) { Scope = … }</c>, its settings and what is constant of them.</summary>
internal static class PolicyParser
{
    public static OperandSpec Annotate(OperandSpec operand, IOperation value, IAssemblySymbol runtime) => value switch
    {
        IConversionOperation { OperatorMethod: null, Operand: var same } => Annotate(operand, same, runtime),
        IParenthesizedOperation { Operand: var inner } => Annotate(operand, inner, runtime),
        IObjectCreationOperation { Type: { } type } made when SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, runtime) =>
            operand with { Made = new MadePolicy(type.Name, Settings(made).ToEquatable()) },
        _ => operand,
    };

    /// <summary>The constructor's arguments, and instead of them what the initializer sets.</summary>
    private static IEnumerable<OperandSpec> Settings(IObjectCreationOperation made)
    {
        List<OperandSpec> set = [];
        foreach (IOperation initializer in made.Initializer?.Initializers ?? [])
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property }, Value: var value })
                set.Add(Setting(NameOf(property), property.Type, value));
        }

        return made.Arguments.Where(static argument => argument.Parameter is not null).Select(static argument => Setting(argument.Parameter!.Name, argument.Parameter.Type, argument.Value))
            .Where(setting => set.All(other => other.Parameter != setting.Parameter)).Concat(set);
    }

    /// <summary>What the marker calls the same setting.</summary>
    private static string NameOf(IPropertySymbol property) =>
        property.Name == "IsScaled" ? "scaled" : char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);

    private static OperandSpec Setting(string name, ITypeSymbol type, IOperation value)
    {
        OperandSpec setting = value.ConstantValue.HasValue && SymbolText.Constant(type, value.ConstantValue.Value) is { } text
            ? new OperandSpec(name, OperandKind.Constant, -1, text) { Number = ScalarParser.NumberOf(value.ConstantValue.Value) }
            : new OperandSpec(name, OperandKind.Scalar, -1, string.Empty);
        setting = setting with { Location = LocationSpec.Of(value.Syntax.GetLocation()) };
        return type.Is(KnownNames.Budget) ? BudgetParser.Annotate(setting, value) : setting;
    }
}
