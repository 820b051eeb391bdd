using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>Expressions that lead to an object through members and elements of collections, and whether two of them may mean the same one.</summary>
internal static class ObjectPaths
{
    /// <summary>An expression without what does not change its value.</summary>
    public static IOperation? Plain(IOperation? value) => value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation ? Plain(value.ChildOperations.First()) : value;

    /// <summary>Where a path begins: the object itself, a variable or a static member; null where a part says that nobody wants its gradients.</summary>
    public static IOperation? RootOf(IOperation? path) => Plain(path) switch
    {
        IMemberReferenceOperation { Member: var member } when member.OriginalDefinition.Has(KnownNames.NoGradient) => null,
        IMemberReferenceOperation { Instance: { } owner } => RootOf(owner),
        IArrayElementReferenceOperation element => RootOf(element.ArrayReference),
        IImplicitIndexerReferenceOperation element => RootOf(element.Instance),
        IInstanceReferenceOperation { ReferenceKind: not InstanceReferenceKind.ContainingTypeInstance } => null,
        var root => root,
    };

    /// <summary>Whether two paths begin with the same variable or static member.</summary>
    public static bool IsSameRoot(IOperation? one, IOperation? other) => Variable(RootOf(one)) is { } variable && SymbolEqualityComparer.Default.Equals(variable, Variable(RootOf(other)));

    /// <summary>Whether an expression gives one of its parts.</summary>
    public static bool IsChoice(IOperation value) => value is IConditionalOperation or ICoalesceOperation or ICoalesceAssignmentOperation or ISimpleAssignmentOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation;

    /// <summary>
    /// Whether the object that something is stored into may be that which is read: not where both are known to be created at other places. A model's own code means every object of it.
    /// </summary>
    public static bool IsSame(IOperation? stored, IOperation? read, ParameterStores stores)
    {
        stored = Plain(stored) is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } ? CreationAround(stored!) : Plain(stored);
        read = Plain(read);
        if (stored is null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation || read is null or IInstanceReferenceOperation || ModelTypes.ModelOf(read.Type) is not null)
            return true;
        HashSet<SyntaxNode> one = [];
        HashSet<SyntaxNode> other = [];
        return !AddCreations(stored, one, stores, []) || !AddCreations(read, other, stores, []) || one.Overlaps(other);
    }

    /// <summary>Adds the places that create what an expression gives, or what the elements of a collection are; false where that is not known.</summary>
    private static bool AddCreations(IOperation? value, HashSet<SyntaxNode> all, ParameterStores stores, HashSet<ISymbol> seen)
    {
        switch (Plain(value))
        {
            case IObjectCreationOperation { Type: { } type } creation when TensorHolders.IsContainer(type):
                return creation.Arguments.All(argument => AddCreations(argument.Value, all, stores, seen)) && AddCreations(creation.Initializer, all, stores, seen);
            case IObjectCreationOperation creation:
                all.Add(creation.Syntax);
                return true;
            case IWithOperation copy:
                all.Add(copy.Syntax);
                return AddCreations(copy.Operand, all, stores, seen);
            case null or ILiteralOperation or IDefaultValueOperation or IThrowOperation:
                return true;
            case ILocalReferenceOperation { Local: var local }:
                return !seen.Add(local) || Added(stores.ValuesOf(local), all, stores, seen);
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } member when !TensorHolders.IsOfPlatform(member.Member) && ModelTypes.IsWritten(member.Member):
                return !seen.Add(member.Member.OriginalDefinition) || Added(stores.Of(member.Member), all, stores, seen);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } when TensorHolders.IsContainer(list.Type):
                return AddCreations(list, all, stores, seen);
            case IArrayElementReferenceOperation element:
                return AddCreations(element.ArrayReference, all, stores, seen);
            case IImplicitIndexerReferenceOperation element:
                return AddCreations(element.Instance, all, stores, seen);
            case IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation } added:
                return added.Arguments.All(argument => AddCreations(argument.Value, all, stores, seen));
            case IConditionalOperation choice:
                return AddCreations(choice.WhenTrue, all, stores, seen) && AddCreations(choice.WhenFalse, all, stores, seen);
            case ISimpleAssignmentOperation change:
                return AddCreations(change.Value, all, stores, seen);
            case IArrayCreationOperation array:
                return AddCreations(array.Initializer, all, stores, seen);
            case ICoalesceOperation or ICollectionExpressionOperation or IArrayInitializerOperation or IObjectOrCollectionInitializerOperation or ISpreadOperation:
                return Plain(value)!.ChildOperations.All(part => AddCreations(part, all, stores, seen));
            default:
                return false;
        }
    }

    // A member that nobody fills, or only an object of which nothing is known, may hold anything.
    private static bool Added(IReadOnlyList<ParameterStores.Store> put, HashSet<SyntaxNode> all, ParameterStores stores, HashSet<ISymbol> seen) =>
        put.Count > 0 && put.All(store => store is { Argument: null, Call: null, IsUnknown: false, Value: not null } && AddCreations(store.Value, all, stores, seen));

    private static ISymbol? Variable(IOperation? root) => TensorReads.VariableOf(root) ?? TensorReads.MemberOf(root);

    private static IOperation? CreationAround(IOperation receiver)
    {
        IOperation? around = receiver.Parent;
        while (around is not (null or IObjectCreationOperation or IWithOperation))
            around = around.Parent;
        return around;
    }
}
