using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>Whether the object that something is stored into may be that which is read, as far as their names tell. A model's own code means every object of it.</summary>
    public static bool IsSame(IOperation? stored, IOperation? read, ParameterAliases aliases)
    {
        stored = Plain(stored) is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } ? CreationAround(stored!) : Plain(stored);
        read = Plain(read);
        if (stored is null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation || read is null or IInstanceReferenceOperation || ModelTypes.ModelOf(read.Type) is not null)
            return true;
        if (stored.Syntax == read.Syntax)
            return true;
        ISymbol? holder = stored is IObjectCreationOperation ? aliases.HolderOf(stored.Syntax) : LastOf(stored);
        return holder is not null && IsHeldBy(holder, read, aliases, 0);
    }

    // A variable is followed to what it was declared with, a member to the variables that were put into it.
    private static bool IsHeldBy(ISymbol holder, IOperation? read, ParameterAliases aliases, int depth)
    {
        const int most = 8;
        if (depth > most || Plain(read) is not { } path)
            return false;
        if (LastOf(path) is { } last && SymbolEqualityComparer.Default.Equals(last, holder.OriginalDefinition))
            return true;
        return path is ILocalReferenceOperation { Local: var local }
            ? IsHeldBy(holder, aliases.InitialValueOf(local), aliases, depth + 1)
            : holder is ILocalSymbol && LastOf(path) is IFieldSymbol or IPropertySymbol && aliases.StoresOf(LastOf(path)!).Any(store => Plain(store.Value) is ILocalReferenceOperation put && SymbolEqualityComparer.Default.Equals(put.Local, holder));
    }

    /// <summary>The last member or variable of a path.</summary>
    private static ISymbol? LastOf(IOperation? path) => Plain(path) switch
    {
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: var list } => LastOf(list),
        IArrayElementReferenceOperation element => LastOf(element.ArrayReference),
        IImplicitIndexerReferenceOperation element => LastOf(element.Instance),
        var place => (TensorReads.VariableOf(place) ?? TensorReads.MemberOf(place))?.OriginalDefinition,
    };

    private static ISymbol? Variable(IOperation? root) => TensorReads.VariableOf(root) ?? TensorReads.MemberOf(root);

    private static IOperation? CreationAround(IOperation receiver)
    {
        IOperation? around = receiver.Parent;
        while (around is not (null or IObjectCreationOperation or IWithOperation))
            around = around.Parent;
        return around;
    }

    /// <summary>What a new object is assigned to, declared with or added to, if need be in a collection.</summary>
    public static SyntaxNode? PlaceOf(SyntaxNode creation)
    {
        SyntaxNode? inner = creation;
        SyntaxNode? place = creation.Parent;
        while (place is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or InitializerExpressionSyntax
            or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax or CollectionElementSyntax or EqualsValueClauseSyntax or BaseObjectCreationExpressionSyntax or WithExpressionSyntax)
            (inner, place) = (place, place.Parent);
        return place switch
        {
            AssignmentExpressionSyntax change when change.Right == inner => change,
            VariableDeclaratorSyntax or PropertyDeclarationSyntax => place,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call } => call,
            _ => null,
        };
    }
}
