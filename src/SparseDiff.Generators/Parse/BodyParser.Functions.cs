using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <content>Local functions of numbers: the forward pass begins with them, wherever the user wrote them.</content>
internal sealed partial class BodyParser
{
    private const string InsteadOfFunction = "make it a [Differentiable] method of the type, or, of numbers only, pass it all it reads";

    private void DeclareFunctions(IOperation body)
    {
        foreach (ILocalFunctionOperation function in body.Descendants().OfType<ILocalFunctionOperation>())
        {
            if (function.Ancestors(body).Any(static outer => outer is ILocalFunctionOperation or IAnonymousFunctionOperation))
                continue;
            state.Lines.Add(Quote.Of(function.Syntax));
            if (Reads(function) is { } what)
                throw Unsupported(function, $"The local function '{function.Symbol.Name}', which {what},", InsteadOfFunction);
            scalars.Statement(function);
        }
    }

    /// <summary>What a local function reads that it cannot read where the forward pass begins; null for nothing.</summary>
    private string? Reads(ILocalFunctionOperation function)
    {
        if (function.Symbol.Parameters.Select(static p => p.Type).Concat([function.Symbol.ReturnType]).Any(static type => type.Is(KnownNames.Tensor) || IsTensorLike(type)))
            return "takes or returns tensors";
        foreach (IOperation part in function.Descendants())
        {
            if (part.Type.Is(KnownNames.Tensor))
                return "reads tensors";
            bool isOwn = TensorReads.VariableOf(part) is not { } variable || IsInside(variable.ContainingSymbol, function.Symbol)
                || variable is ILocalSymbol { IsConst: true } || variable is IParameterSymbol && state.ScalarsOf.ContainsKey(variable);
            if (!isOwn)
                return $"reads the variable '{TensorReads.VariableOf(part)!.Name}'";
        }

        return null;
    }

    private static bool IsInside(ISymbol owner, ISymbol function)
    {
        for (ISymbol? around = owner; around is not null; around = around.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(around, function))
                return true;
        }

        return false;
    }
}
