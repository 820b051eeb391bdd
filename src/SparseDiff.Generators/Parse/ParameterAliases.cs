using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds members that hold the tensor of a parameter under another name: <c>head = W</c> wherever it stands, one argument of the constructor for both, and a parameter that
/// another object is given and keeps.
/// </summary>
internal sealed class ParameterAliases(ProjectBodies bodies)
{
    private readonly Dictionary<ISymbol, List<Store>> stores = new(SymbolEqualityComparer.Default);

    /// <summary>The parameter that a member holds as well where it is read; null for none.</summary>
    public ISymbol? Of(IOperation read) => read is IMemberReferenceOperation { Member: var member } reference ? Held(member, reference.Instance, new HashSet<ISymbol>(SymbolEqualityComparer.Default)) : null;

    /// <summary>The expressions that a member is assigned.</summary>
    public IEnumerable<SyntaxNode> GivenTo(ISymbol member) => StoresOf(member).Select(static store => store.Value?.Syntax).OfType<SyntaxNode>();

    private ISymbol? Held(ISymbol member, IOperation? owner, HashSet<ISymbol> seen)
    {
        if (!IsPlain(member) || !seen.Add(member.OriginalDefinition))
            return null;
        List<Store> held = StoresOf(member);
        foreach (Store store in held)
        {
            if (ObjectPaths.IsSame(store.Into, owner, this) && (store.Argument is { } argument ? Given(argument, owner, seen) : ParameterIn(store.Value, store.Into, owner, seen)) is { } parameter)
                return parameter;
        }

        return member.ContainingType.OriginalDefinition.GetMembers().Where(ParameterSearch.IsParameter)
            .FirstOrDefault(parameter => StoresOf(parameter).Any(store => IsSame(store.Held, member) || held.Any(other => store.Held is { } value && IsSame(other.Held, value))));
    }

    /// <summary>The parameter that a value is, if it is one of the object into which it is stored, or around that.</summary>
    private ISymbol? ParameterIn(IOperation? value, IOperation? into, IOperation? owner, HashSet<ISymbol> seen) => ObjectPaths.Plain(value) switch
    {
        ISimpleAssignmentOperation chained => ParameterIn(chained.Value, into, owner, seen),
        ILocalReferenceOperation { Local: var local } when seen.Add(local) => ParameterIn(InitialValueOf(local), into, owner, seen),
        IMemberReferenceOperation { Member: var member } reference when ParameterSearch.IsParameter(member) => IsOwn(reference.Instance, into, seen) ? member : null,
        IMemberReferenceOperation { Member: var member } reference when member is IFieldSymbol or IPropertySymbol && reference.Type.Is(KnownNames.Tensor) => Held(member, reference.Instance, seen),
        IParameterReferenceOperation { Parameter: var argument } => Given(argument, owner, seen),
        _ => null,
    };

    /// <summary>Whether the object that has a parameter is this one, a part of it, or that into which the parameter is stored.</summary>
    private bool IsOwn(IOperation? holder, IOperation? into, HashSet<ISymbol> seen) => ObjectPaths.RootOf(holder) switch
    {
        IInstanceReferenceOperation => true,
        IParameterReferenceOperation { Parameter: var argument } when ObjectPaths.IsSameRoot(holder, into) || seen.Add(argument) && CallsWith(argument).Any(call => ObjectPaths.Plain(call.Value) is IInstanceReferenceOperation) => true,
        { } root => ObjectPaths.IsSameRoot(root, into),
        null => false,
    };

    /// <summary>The parameter that a constructor or method is given as an argument.</summary>
    private ISymbol? Given(IParameterSymbol argument, IOperation? owner, HashSet<ISymbol> seen) => !seen.Add(argument)
        ? null
        : CallsWith(argument).Where(call => ObjectPaths.IsSame(call.Into, owner, this)).Select(call => ParameterIn(call.Value, call.Into, owner, seen)).FirstOrDefault(static parameter => parameter is not null);

    /// <summary>What calls of its method give for an argument, and the objects that they are called on or create.</summary>
    private IEnumerable<Store> CallsWith(IParameterSymbol argument)
    {
        if (argument.ContainingSymbol.OriginalDefinition is not IMethodSymbol target || !bodies.HasText(argument))
            return [];
        string[] names = target.MethodKind switch
        {
            MethodKind.Constructor => target.ContainingType.IsSealed ? [target.ContainingType.Name, "new"] : [target.ContainingType.Name, "new", "base"],
            MethodKind.Ordinary => [target.Name],
            _ => [],
        };
        return names.SelectMany(bodies.UsesOf).Where(use => IsSame(bodies.ModelOf(use).GetSymbolInfo(use).Symbol, target)).Select(use => (Use: use, Value: ValueFor(argument, use)))
            .Where(static call => call.Value is not null).Select(call => new Store(IntoOf(call.Use), OperationOf(call.Value!)));
    }

    private IOperation? IntoOf(SyntaxNode call) => OperationOf(call) switch
    {
        IObjectCreationOperation creation => creation,
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary } invocation => invocation.Instance,
        _ => null,
    };

    private static ExpressionSyntax? ValueFor(IParameterSymbol argument, SyntaxNode call)
    {
        SeparatedSyntaxList<ArgumentSyntax> all = call switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => list.Arguments,
            InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments,
            ConstructorInitializerSyntax initializer => initializer.ArgumentList.Arguments,
            PrimaryConstructorBaseTypeSyntax parent => parent.ArgumentList.Arguments,
            _ => [],
        };
        return (all.FirstOrDefault(given => given.NameColon?.Name.Identifier.ValueText == argument.Name) ?? all.ElementAtOrDefault(argument.Ordinal) switch
        {
            { NameColon: null } given => given,
            _ => null,
        })?.Expression;
    }

    /// <summary>What a member is assigned, anywhere in the project.</summary>
    public List<Store> StoresOf(ISymbol member)
    {
        member = member.OriginalDefinition;
        if (stores.TryGetValue(member, out List<Store>? known))
            return known;
        stores[member] = known = [.. bodies.UsesOf(member.Name).SelectMany(use => Stored(use, member))];
        if (member is IPropertySymbol && member.ContainingType.IsRecord)
            known.AddRange(member.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
                .Where(argument => argument.DeclaringSyntaxReferences.Any(reference => member.DeclaringSyntaxReferences.Any(other => other.SyntaxTree == reference.SyntaxTree && other.Span == reference.Span))).Select(static argument => new Store(null, null) { Argument = argument }));
        return known;
    }

    private IEnumerable<Store> Stored(SyntaxNode use, ISymbol member)
    {
        SemanticModel model = bodies.ModelOf(use);
        return use switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } when IsSame(model.GetDeclaredSymbol(use), member) => [new Store(null, OperationOf(value))],
            PropertyDeclarationSyntax { Initializer.Value: var value } when IsSame(model.GetDeclaredSymbol(use), member) => [new Store(null, OperationOf(value))],
            AssignmentExpressionSyntax { Left: TupleExpressionSyntax { Arguments: var targets }, Right: TupleExpressionSyntax { Arguments: var values } } when targets.Count == values.Count =>
                targets.Zip(values, (target, value) => Into(target.Expression, value.Expression, member)).OfType<Store>(),
            AssignmentExpressionSyntax change => Into(change.Left, change.Right, member) is { } store ? [store] : [],
            _ => [],
        };
    }

    private Store? Into(ExpressionSyntax target, ExpressionSyntax value, ISymbol member) => IsSame(bodies.ModelOf(target).GetSymbolInfo(target).Symbol, member) && OperationOf(target) is IMemberReferenceOperation into
        ? new Store(into.Instance, OperationOf(value))
        : null;

    /// <summary>What a variable is given where it is declared: a value, or each element of a collection.</summary>
    public IOperation? InitialValueOf(ILocalSymbol local) => bodies.DeclarationsOf(local).Select(declaration => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => OperationOf(value),
        ForEachStatementSyntax loop => OperationOf(loop.Expression),
        _ => null,
    }).FirstOrDefault();

    /// <summary>The member or variable that an object is put into where it is created.</summary>
    public ISymbol? HolderOf(SyntaxNode creation) => ObjectPaths.PlaceOf(creation) switch
    {
        AssignmentExpressionSyntax { Left: var target } => bodies.ModelOf(target).GetSymbolInfo(target).Symbol?.OriginalDefinition,
        VariableDeclaratorSyntax or PropertyDeclarationSyntax => bodies.ModelOf(creation).GetDeclaredSymbol(ObjectPaths.PlaceOf(creation)!)?.OriginalDefinition,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var collection } } => bodies.ModelOf(collection).GetSymbolInfo(collection).Symbol?.OriginalDefinition,
        _ => null,
    };

    private IOperation? OperationOf(SyntaxNode node) => bodies.ModelOf(node).GetOperation(node);

    private static bool IsPlain(ISymbol member) => member is IFieldSymbol or IPropertySymbol { IsIndexer: false } && member.ContainingType is { IsAnonymousType: false, IsTupleType: false } type
        && !member.OriginalDefinition.Has(KnownNames.Parameter) && !member.OriginalDefinition.Has(KnownNames.NoGradient) && !type.Is(KnownNames.Tensor) && !TensorHolders.IsOfPlatform(type);

    private static bool IsSame(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other?.OriginalDefinition);

    /// <summary>A value that is put into a member, and the object whose member it is; without one the object of the code around it.</summary>
    internal sealed record Store(IOperation? Into, IOperation? Value)
    {
        /// <summary>The argument of a record's own constructor that is its value.</summary>
        public IParameterSymbol? Argument { get; init; }

        /// <summary>The member or variable whose value is put there.</summary>
        public ISymbol? Held => Argument ?? (ObjectPaths.Plain(Value) switch
        {
            ISimpleAssignmentOperation { Target: var first } => TensorReads.VariableOf(first) ?? TensorReads.MemberOf(first),
            var value => TensorReads.VariableOf(value) ?? TensorReads.MemberOf(value),
        });
    }
}
