using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Local arrays and lists of tensors. A variable means one of them from its declaration on.</content>
internal sealed partial class BodyParser
{
    private void DeclareList(ILocalSymbol variable, IOperation? value)
    {
        if (value is null)
            throw Refuse(Descriptors.ListIsReassigned, variable.DeclaringSyntaxReferences[0].GetSyntax().GetLocation(), $"'{variable.Name}'", method.Name);
        state.Lists[variable] = tensors.ListOf(value) ?? tensors.NewList(value, NameOf(variable));
    }

    /// <summary>Reads a statement that changes a list; false when it is none.</summary>
    private bool ChangesList(IOperation statement)
    {
        switch (statement)
        {
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var variable } } when state.Lists.ContainsKey(variable):
                throw Refuse(Descriptors.ListIsReassigned, statement, $"'{variable.Name}'", method.Name);
            case ISimpleAssignmentOperation { IsRef: false } write when tensors.IsElement(write.Target, out int list, out IOperation index):
                tensors.Store(list, tensors.IndexOf(list, index), write.Value, write);
                return true;
            case ICompoundAssignmentOperation { OperatorMethod: not null } change when tensors.IsElement(change.Target, out int list, out IOperation index):
                tensors.Store(list, tensors.IndexOf(list, index), change, change);
                return true;
            case IInvocationOperation { Instance: { } instance } call when tensors.ListOf(instance) is { } list:
                if (call is not { TargetMethod.Name: "Add", Arguments: [var added] })
                    throw tensors.RefuseList(call, "is a change of the list that is not known here");
                tensors.Store(list, null, added.Value, call);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A loop over a local array or list is one over the numbers of its elements.</summary>
    private string HeadOverList(IForEachLoopOperation each, ILocalSymbol variable, JumpScope scope, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        if (tensors.ListOf(each.Collection) is not { } list)
            throw Unsupported(each, "A loop over tensors that are no local array or list", "read each tensor into a local array or list first, or into a variable of its own");
        scope.Position = AddPosition();
        scope.List = list;
        ScalarSpec position = state.Scalars[scope.Position];
        state.Tensors[variable] = tensors.Element(list, new OperandSpec(ListSpec.Index, OperandKind.Scalar, scope.Position, string.Empty), NameOf(variable), each.Collection);
        (reads, readsScalars) = ([list], []);
        return $"for (int {position.Name} = 0; {position.Name} < {state.Values[list].Name}.Count; {position.Name}++)";
    }
}
