using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>Where the project puts values: into members, local variables and arguments; and what its methods give back.</summary>
internal sealed class ParameterStores(ProjectBodies bodies)
{
    private readonly Dictionary<ISymbol, List<Store>> stores = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<Store>> values = new(SymbolEqualityComparer.Default);

    // A method may hand a variable on to itself.
    private readonly HashSet<ArgumentSyntax> followed = [];

    /// <summary>What a member is assigned, anywhere in the project.</summary>
    public IReadOnlyList<Store> Of(ISymbol member)
    {
        member = member.OriginalDefinition;
        if (stores.TryGetValue(member, out List<Store>? known))
            return known;
        stores[member] = known = [];
        known.AddRange(bodies.UsesOf(member is IPropertySymbol { IsIndexer: true } ? "[" : member.Name).SelectMany(use => Stored(use, member)).ToArray());
        if (member is IPropertySymbol && member.ContainingType.IsRecord)
            known.AddRange(member.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
                .Where(argument => argument.DeclaringSyntaxReferences.Any(reference => member.DeclaringSyntaxReferences.Any(other => other.SyntaxTree == reference.SyntaxTree && other.Span == reference.Span))).Select(static argument => new Store(null, null) { Argument = argument }));
        return known;
    }

    /// <summary>What a variable is given, wherever the code around it says so: each element of a collection in a loop.</summary>
    public IReadOnlyList<Store> ValuesOf(ILocalSymbol local)
    {
        if (values.TryGetValue(local, out List<Store>? known))
            return known;
        values[local] = known = [];
        foreach (SyntaxNode declaration in bodies.DeclarationsOf(local))
        {
            known.AddRange(Declared(declaration).Select(value => new Store(null, OperationOf(value))));
            if (declaration is SingleVariableDesignationSyntax { Parent: var parent } && declaration.FirstAncestorOrSelf<ArgumentSyntax>() is { RefKindKeyword.RawKind: not 0 } argument && parent is DeclarationExpressionSyntax)
                known.AddRange(PutBy(argument));
            if (NameUses.CodeAround(declaration) is { } code)
                known.AddRange(NameUses.Within(code, local.Name).SelectMany(use => Stored(use, local)).ToArray());
        }

        return known;
    }

    /// <summary>The expressions that a property's or method's own code gives back.</summary>
    public IEnumerable<IOperation> ReturnedBy(ISymbol member) => new[] { UnreadCode.Written(member) }.Concat(UnreadCode.IsOpen(member) ? bodies.ImplementationsOf(UnreadCode.Written(member)) : [])
        .Where(bodies.HasText).SelectMany(written => TensorReads.BodiesOf(written, bodies))
        .SelectMany(static body => body is ArrowExpressionClauseSyntax { Expression: var only } ? [only] : body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Select(static node => node switch
        {
            ReturnStatementSyntax { Expression: { } given } => given,
            YieldStatementSyntax { Expression: { } given } => given,
            _ => null,
        }).OfType<ExpressionSyntax>()).Select(OperationOf).OfType<IOperation>();

    /// <summary>Whether what an argument is given stands where its method is named.</summary>
    public static bool IsCalledByName(IParameterSymbol argument) =>
        argument.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction or MethodKind.PropertySet };

    /// <summary>What calls of its method give for an argument, and the objects that they are called on or create.</summary>
    public IEnumerable<Store> CallsWith(IParameterSymbol argument)
    {
        argument = argument.OriginalDefinition;
        if (argument.ContainingSymbol.OriginalDefinition is not IMethodSymbol target || !bodies.HasText(argument) && !bodies.HasText(target))
            return [];
        if (target is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: { } property })
            return Of(property);
        IEnumerable<string> names = target.MethodKind switch
        {
            MethodKind.Constructor => [target.ContainingType.Name, .. bodies.OtherNamesOf(target.ContainingType.Name), "new", .. target.ContainingType.IsSealed ? (string[])[] : ["base"], .. target.ContainingType.InstanceConstructors.Length > 1 ? (string[])["this"] : []],
            MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction => [target.Name.Substring(target.Name.LastIndexOf('.') + 1)],
            _ => [],
        };
        return names.SelectMany(bodies.UsesOf).Where(use => IsCall(bodies.ModelOf(use).GetSymbolInfo(use).Symbol, target)).SelectMany(use => Given(use, argument));
    }

    private IEnumerable<Store> Given(SyntaxNode use, IParameterSymbol argument) => OperationOf(use) is { } call && ValueFor(argument, call) is { } value
        ? [new Store(IntoOf(call), value)]
        : use is ExpressionSyntax and not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) && TensorHolders.Holds(argument.Type) ? [new Store(null, null) { IsUnknown = true }] : [];

    /// <summary>Whether a symbol that is called is a method, or one in whose place it stands.</summary>
    private bool IsCall(ISymbol? called, IMethodSymbol target) => called is IMethodSymbol method
        && (IsSame(method.ReducedFrom ?? method, target) || UnreadCode.IsOpen(method) && bodies.ImplementationsOf(UnreadCode.Written(method)).Any(other => IsSame(other, target)));

    private static IOperation? IntoOf(IOperation call) => call switch
    {
        IObjectCreationOperation creation => creation,
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary } invocation => invocation.Instance,
        _ => null,
    };

    /// <summary>Whether an operation calls the method of an argument.</summary>
    public static bool IsCallOf(IOperation call, IParameterSymbol argument) => call is IInvocationOperation { Arguments: var given }
        && given.Any(value => value.Parameter?.Ordinal == argument.Ordinal && IsSame(value.Parameter.ContainingSymbol, argument.ContainingSymbol));

    /// <summary>What a call gives for an argument of its method.</summary>
    public static IOperation? ValueFor(IParameterSymbol argument, IOperation call) => (call switch
    {
        IObjectCreationOperation creation => creation.Arguments,
        IInvocationOperation invocation => invocation.Arguments,
        _ => [],
    }).FirstOrDefault(given => given.Parameter?.Ordinal == argument.Ordinal)?.Value;

    private IEnumerable<Store> Stored(SyntaxNode use, ISymbol place)
    {
        SemanticModel model = bodies.ModelOf(use);
        return use switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } when place is not ILocalSymbol && IsSame(model.GetDeclaredSymbol(use), place) => [new Store(null, OperationOf(value))],
            PropertyDeclarationSyntax { Initializer.Value: var value } when IsSame(model.GetDeclaredSymbol(use), place) => [new Store(null, OperationOf(value))],
            AssignmentExpressionSyntax { Left: TupleExpressionSyntax { Arguments: var targets }, Right: TupleExpressionSyntax { Arguments: var all } } when targets.Count == all.Count =>
                targets.Zip(all, (target, value) => Into(target.Expression, value.Expression, place)).OfType<Store>(),
            AssignmentExpressionSyntax { Left: TupleExpressionSyntax { Arguments: var targets }, Right: var whole } => targets.Select(target => Into(target.Expression, whole, place)).OfType<Store>(),
            AssignmentExpressionSyntax change => PlacesIn(change.Left).Select(target => Into(target, change.Right, place)).OfType<Store>(),
            ArgumentSyntax argument => Into(argument.Expression, null, place) is { } put ? PutBy(argument).Select(store => store with { Into = put.Into }) : [],
            RefExpressionSyntax given => Into(given.Expression, null, place) is { } put ? PutThrough(given).Select(store => store with { Into = put.Into }) : [],
            InvocationExpressionSyntax call => PlacesIn(call.Expression).Select(target => Into(target, null, place)).OfType<Store>().Take(1).SelectMany(put => call.ArgumentList.Arguments.Select(given => put with { Value = OperationOf(given.Expression) })),
            SimpleNameSyntax name when place is IFieldSymbol or IPropertySymbol && IsSame(model.GetSymbolInfo(name).Symbol, place) && TensorHolders.IsContainer(model.GetTypeInfo(name).Type) => PutByAnotherName(name),
            _ => [],
        };
    }

    /// <summary>A target of an assignment, and what it is an element or a part of.</summary>
    private static IEnumerable<ExpressionSyntax> PlacesIn(ExpressionSyntax target)
    {
        for (ExpressionSyntax? place = target; place is not null;)
        {
            yield return place;
            place = place switch
            {
                ElementAccessExpressionSyntax element => element.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                PostfixUnaryExpressionSyntax sure => sure.Operand,
                _ => null,
            };
        }
    }

    private Store? Into(ExpressionSyntax target, ExpressionSyntax? value, ISymbol place)
    {
        if (bodies.ModelOf(target).GetSymbolInfo(target).Symbol is not { } named || !IsSame(named, place) && !(named is IPropertySymbol && UnreadCode.IsOpen(named) && bodies.ImplementationsOf(named.OriginalDefinition).Any(other => IsSame(other, place))))
            return null;
        IOperation? given = value is null ? null : OperationOf(value);
        if (place is ILocalSymbol or IParameterSymbol)
            return new Store(null, given);
        // Of an object that is a part of the member another member is stored into, not this one; elements and tuples have no members of their own.
        bool isWhole = value is null || target.Parent is AssignmentExpressionSyntax or ArgumentSyntax || TensorHolders.IsContainer(bodies.ModelOf(target).GetTypeInfo(target).Type);
        return isWhole && OperationOf(target) is IMemberReferenceOperation into ? new Store(into.Instance, given) : null;
    }

    /// <summary>What the method that is given a variable puts into it; the other arguments where its code has no text.</summary>
    private Store[] PutBy(ArgumentSyntax given)
    {
        if (!followed.Add(given))
            return [];
        Store[] put = [.. PutInto(given)];
        followed.Remove(given);
        return put;
    }

    private IEnumerable<Store> PutInto(ArgumentSyntax given)
    {
        if (given.Parent?.Parent is not { } call || bodies.ModelOf(call).GetSymbolInfo(call).Symbol is not IMethodSymbol method || OperationOf(call) is not { } operation)
            return [];
        IEnumerable<IArgumentOperation> arguments = operation switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        if (!bodies.HasText(method.OriginalDefinition))
            return arguments.Where(argument => argument.Syntax != given).Select(static argument => new Store(null, argument.Value));
        IParameterSymbol? parameter = arguments.FirstOrDefault(argument => argument.Syntax == given)?.Parameter?.OriginalDefinition;
        return parameter is null ? [] : new ISymbol[] { UnreadCode.Written(method) }.Concat(UnreadCode.IsOpen(method) ? bodies.ImplementationsOf(UnreadCode.Written(method)) : []).OfType<IMethodSymbol>()
            .SelectMany(written => bodies.DeclarationsOf(written).SelectMany(code => NameUses.Within(code, written.Parameters[parameter.Ordinal].Name).SelectMany(use => Assigned(use, written.Parameters[parameter.Ordinal]))))
            .Select(value => new Store(null, value) { Call = operation });
    }

    /// <summary>What is put into a collection by way of a variable, or of an argument of a method, that is the same one.</summary>
    private IEnumerable<Store> PutByAnotherName(SimpleNameSyntax name)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && bodies.ModelOf(variable).GetDeclaredSymbol(variable) is ILocalSymbol local)
            return ValuesOf(local);
        if (whole.Parent is not ArgumentSyntax { Parent.Parent: { } call } given || OperationOf(call) is not IInvocationOperation { TargetMethod.OriginalDefinition: var target } operation || !bodies.HasText(target)
            || operation.Arguments.FirstOrDefault(argument => argument.Syntax == given)?.Parameter?.OriginalDefinition is not { } parameter)
            return [];
        return bodies.DeclarationsOf(target).SelectMany(code => NameUses.Within(code, parameter.Name)).SelectMany(use => Stored(use, parameter)).Select(store => store with { Call = operation });
    }

    private IEnumerable<IOperation?> Assigned(SyntaxNode use, IParameterSymbol parameter) => use switch
    {
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax, Right: var whole } => [OperationOf(whole)],
        AssignmentExpressionSyntax change when IsSame(bodies.ModelOf(use).GetSymbolInfo(change.Left).Symbol, parameter) => [OperationOf(change.Right)],
        ArgumentSyntax argument => PutBy(argument).Select(static store => store.Value),
        _ => [],
    };

    /// <summary>What is put into a member by way of a reference to it: a variable, or what a method gives.</summary>
    private IEnumerable<Store> PutThrough(RefExpressionSyntax given)
    {
        if (given.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && bodies.ModelOf(variable).GetDeclaredSymbol(variable) is ILocalSymbol local)
            return ValuesOf(local);
        return NameUses.CodeAround(given) is MethodDeclarationSyntax { Identifier.ValueText: var name }
            ? bodies.UsesOf(name).Select(static use => use.Parent).OfType<AssignmentExpressionSyntax>().Select(change => new Store(null, OperationOf(change.Right)))
            : [];
    }

    private static IEnumerable<ExpressionSyntax> Declared(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: RefExpressionSyntax given } => [given.Expression],
        VariableDeclaratorSyntax { Initializer.Value: var value } => [value],
        ForEachStatementSyntax loop => [loop.Expression],
        SingleVariableDesignationSyntax => declaration.Ancestors().Select(static around => around switch
        {
            IsPatternExpressionSyntax test => test.Expression,
            SwitchExpressionSyntax choice => choice.GoverningExpression,
            SwitchStatementSyntax choice => choice.Expression,
            AssignmentExpressionSyntax change => change.Right,
            ForEachVariableStatementSyntax loop => loop.Expression,
            _ => null,
        }).OfType<ExpressionSyntax>().Take(1),
        _ => [],
    };

    private IOperation? OperationOf(SyntaxNode node) => bodies.ModelOf(node).GetOperation(node);

    private static bool IsSame(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other?.OriginalDefinition);

    /// <summary>A value that is put into a member, and the object whose member it is; without one the object of the code around it.</summary>
    internal sealed record Store(IOperation? Into, IOperation? Value)
    {
        /// <summary>The argument of a record's own constructor that is its value.</summary>
        public IParameterSymbol? Argument { get; init; }

        /// <summary>The call whose method puts it there, in the terms of that method.</summary>
        public IOperation? Call { get; init; }

        /// <summary>Whether nobody knows what is put there: the method is handed over as a value.</summary>
        public bool IsUnknown { get; init; }

        /// <summary>The member or variable whose value is put there.</summary>
        public ISymbol? Held => Argument ?? (ObjectPaths.Plain(Value) switch
        {
            ISimpleAssignmentOperation { Target: var first } => TensorReads.VariableOf(first) ?? TensorReads.MemberOf(first),
            var value => TensorReads.VariableOf(value) ?? TensorReads.MemberOf(value),
        });
    }
}
