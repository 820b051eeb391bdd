using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds the numbers that a method changes in loops and branches, or in place: they stay variables of the forward pass, and what
/// the backward pass needs of them is read where it is used. All others have one value, like tensors.
/// </summary>
internal static class MutableScalars
{
    public static HashSet<ISymbol> Find(IOperation body)
    {
        HashSet<ISymbol> found = new(SymbolEqualityComparer.Default);
        foreach (IOperation part in body.Descendants())
        {
            switch (part)
            {
                case IIncrementOrDecrementOperation change:
                    Add(change.Target);
                    break;
                case ICompoundAssignmentOperation change:
                    Add(change.Target);
                    break;
                case ICoalesceAssignmentOperation change:
                    Add(change.Target);
                    break;
                case ISimpleAssignmentOperation change when IsNested(change, body) || change.Parent is not (IExpressionStatementOperation or IBlockOperation):
                    Add(change.Target);
                    break;
                case IDeconstructionAssignmentOperation change when IsNested(change, body):
                    foreach (IOperation target in change.Target.DescendantsAndSelf())
                        Add(target);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    Add(argument.Value);
                    break;
                case ILoopOperation loop:
                    found.UnionWith(loop.Locals);
                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } pattern }:
                    found.Add(pattern);
                    break;
            }
        }

        return found;

        void Add(IOperation target)
        {
            switch (target)
            {
                case ILocalReferenceOperation local:
                    found.Add(local.Local);
                    break;
                case IParameterReferenceOperation parameter:
                    found.Add(parameter.Parameter);
                    break;
                case IDeclarationExpressionOperation declaration:
                    Add(declaration.Expression);
                    break;
            }
        }
    }

    private static bool IsNested(IOperation part, IOperation body)
    {
        for (IOperation? parent = part.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is ILoopOperation or IConditionalOperation or ISwitchOperation or ITryOperation or IAnonymousFunctionOperation)
                return true;
        }

        return false;
    }
}
