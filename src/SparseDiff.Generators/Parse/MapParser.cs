using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Lanes;
using SparseDiff.Generators.Functions.Parse;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads <c>Map(x, F)</c>: a scalar function or a lambda over the elements of tensors.</summary>
internal sealed class MapParser(IMethodSymbol method, SemanticModel model, TypeSpec type, BodyState state, ScalarParser scalars)
{
    public static bool IsMap(IMethodSymbol target) => target is { Name: "Map", IsStatic: true } && target.ContainingType.Is("SparseDiff.Ops");

    /// <summary>The function's name, for messages and results.</summary>
    public static string NameOf(IInvocationOperation call) => FunctionOf(call) is IMethodReferenceOperation reference ? reference.Method.Name : "map";

    /// <summary>Which operation the call is, and its operands by the function's parameters.</summary>
    public (string Key, List<OperandSpec> Operands) Parse(IInvocationOperation call, Func<IArgumentOperation, OperandSpec> tensor)
    {
        if (call.Arguments.Any(static a => a.Parameter is null || a.Parameter.Name == RuleSignature.Into && a.ArgumentKind == ArgumentKind.Explicit))
            throw new RefusedException(Quote.Of(call.Syntax));
        List<OperandSpec> operands = [.. call.Arguments.Where(static a => a.Parameter!.Type.Is(KnownNames.Tensor)).Select(tensor)];
        switch (FunctionOf(call))
        {
            case IMethodReferenceOperation { Method: { IsGenericMethod: false } function }:
                List<OperandSpec> named = [.. operands.Select((operand, i) => operand with { Parameter = function.Parameters[i].Name })];
                return (LaneTable.KeyOf(function.OriginalDefinition.Key()), named);
            case IAnonymousFunctionOperation lambda:
                return Lambda(lambda, operands);
            default:
                throw Refuse(call, "The function given to Map", "is neither the name of a function nor a lambda");
        }
    }

    private static IOperation? FunctionOf(IInvocationOperation call)
    {
        IOperation? value = call.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "function")?.Value;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IDelegateCreationOperation creation ? creation.Target : value;
    }

    private (string Key, List<OperandSpec> Operands) Lambda(IAnonymousFunctionOperation lambda, List<OperandSpec> operands)
    {
        List<IOperation> captured = [];
        foreach (IOperation part in lambda.Body.Descendants())
        {
            if (part is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })
                throw Refuse(part.Parent ?? part, "The lambda", $"reads '{Quote.Of((part.Parent ?? part).Syntax)}' of the object, which a kernel does not have; copy it into a variable of type float first");
            ISymbol? variable = part switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation argument => argument.Parameter,
                _ => null,
            };
            if (variable is null || IsInside(variable, lambda.Symbol) || captured.Any(known => SymbolEqualityComparer.Default.Equals(Variable(known), variable)) || part.ConstantValue.HasValue)
                continue;
            if (part.Type?.SpecialType != SpecialType.System_Single)
                throw Refuse(part, "The lambda", $"reads '{variable.Name}' of type {part.Type?.ToDisplayString()}, and lanes are of type float; copy it into a variable of type float first");
            captured.Add(part);
        }

        string name = "Map" + (state.Lambdas.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        FunctionSpec function = FunctionParser.ParseLambda(lambda, name, [.. captured.Select(part => Variable(part)!)], model, type, method, state);
        state.Lambdas.Add(function);
        List<OperandSpec> all = [.. operands.Select((operand, i) => operand with { Parameter = function.Variables[i].Name.TrimStart('@') })];
        for (int i = 0; i < captured.Count; i++)
            all.Add(scalars.Operand(captured[i], captured[i].Type!, function.Variables[operands.Count + i].Name.TrimStart('@'), Variable(captured[i])!.Name));
        return (LaneTable.KeyOf(function.Key), all);
    }

    private static ISymbol? Variable(IOperation part) => part switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation argument => argument.Parameter,
        _ => null,
    };

    private static bool IsInside(ISymbol variable, IMethodSymbol lambda)
    {
        for (ISymbol? owner = variable.ContainingSymbol; owner is not null; owner = owner.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(owner, lambda))
                return true;
        }

        return false;
    }

    private RefusedException Refuse(IOperation where, params string[] words)
    {
        state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotMappable, LocationSpec.Of(where.Syntax.GetLocation()), words));
        return new RefusedException();
    }
}
