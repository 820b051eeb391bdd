using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds members that hold the tensor of a parameter under another name: <c>head = W</c> wherever it stands, one argument of the constructor for both, and a parameter that
/// another object is given and keeps. Values are followed backwards through variables, arguments, what methods return, and collections.
/// </summary>
internal sealed class ParameterAliases(ProjectBodies bodies)
{
    private static readonly string[] Views = ["View", "Slice", "To", "Reshape"];

    private readonly ParameterStores stores = new(bodies);

    /// <summary>The parameter that a member, or the argument of a type's own constructor, holds as well where it is read; null for none.</summary>
    public ISymbol? Of(IOperation read)
    {
        Question question = new(null, new Visits(), []);
        return read switch
        {
            IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: IMemberReferenceOperation tuple } => Of(tuple),
            IMemberReferenceOperation { Member: var member } reference => Held(member, question with { Owner = reference.Instance }),
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } argument } => Given(argument, question),
            _ => null,
        };
    }

    /// <summary>The expressions that a member or an argument is given.</summary>
    public IEnumerable<SyntaxNode> GivenTo(ISymbol place) => (place switch
    {
        IParameterSymbol argument => stores.CallsWith(argument).Select(static call => call.Value),
        ILocalSymbol local => stores.ValuesOf(local).Select(static store => store.Value),
        _ => stores.Of(place).SelectMany(store => store.Argument is { } argument ? stores.CallsWith(argument).Select(static call => call.Value) : [store.Value]),
    }).Select(static value => value?.Syntax).OfType<SyntaxNode>();

    private ISymbol? Held(ISymbol member, Question question)
    {
        if (!IsPlain(member) || !question.Seen.Add(member.OriginalDefinition, question.Owner))
            return null;
        // What is stored stands in other code, which every call of it runs.
        question = question with { Calls = [] };
        IReadOnlyList<ParameterStores.Store> held = stores.Of(member);
        foreach (ParameterStores.Store store in held)
        {
            if (ObjectPaths.IsSame(store.Into, question.Owner, stores) && In(store, question) is { } parameter)
                return parameter;
        }

        return member.ContainingType.OriginalDefinition.GetMembers().Where(ParameterSearch.IsParameter)
            .FirstOrDefault(parameter => stores.Of(parameter).Any(store => IsSame(store.Held, member) || held.Any(other => store.Held is { } value && IsSame(other.Held, value))));
    }

    private ISymbol? In(ParameterStores.Store store, Question question) => store.Argument is { } argument
        ? Given(argument, question)
        : ParameterIn(store.Value, store.Into, store.Call is null ? question : question with { Calls = question.Calls.Push(store.Call) });

    /// <summary>The parameter that a value is, or has in it, if it is one of the object into which it is stored, or around that.</summary>
    private ISymbol? ParameterIn(IOperation? value, IOperation? into, Question question) => ObjectPaths.Plain(value) switch
    {
        ILocalReferenceOperation { Local: var local } => question.Seen.Add(local, question.Calls.IsEmpty ? null : question.Calls.Peek()) ? First(stores.ValuesOf(local), store => In(store with { Into = into }, question)) : null,
        IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: var tuple } => ParameterIn(tuple, into, question),
        IMemberReferenceOperation { Member: var member } reference when ParameterSearch.IsParameter(member) => IsOwn(reference.Instance, into, question.Seen) ? member : null,
        IPropertyReferenceOperation { Property: var property, Instance: { } instance } when TensorHolders.IsOfPlatform(property) => ParameterIn(instance, into, question),
        IMemberReferenceOperation { Member: var member } reference when member is IFieldSymbol or IPropertySymbol => TensorHolders.MayHold(reference.Type)
            ? Held(member, question with { Owner = reference.Instance }) ?? (IsPlain(member) && member is IPropertySymbol && question.Calls.Count() < Question.Most && question.Seen.Add(((IPropertySymbol)member.OriginalDefinition).GetMethod ?? member.OriginalDefinition, reference)
                ? First(stores.ReturnedBy(member), returned => ParameterIn(returned, into, question)) : null)
            : null,
        IParameterReferenceOperation { Parameter: var argument } => Bound(argument, into, question),
        IInvocationOperation call => Returned(call, into, question),
        IArrayElementReferenceOperation element => ParameterIn(element.ArrayReference, into, question),
        IImplicitIndexerReferenceOperation element => ParameterIn(element.Instance, into, question),
        IConversionOperation { OperatorMethod: not null, Operand: var operand } => ParameterIn(operand, into, question),
        IDelegateCreationOperation { Target: var code } => ParameterIn(code, into, question),
        IAnonymousFunctionOperation lambda => First(lambda.Body.Descendants().OfType<IReturnOperation>(), returned => ParameterIn(returned.ReturnedValue, into, question)),
        IMethodReferenceOperation { Method: var method } => First(stores.ReturnedBy(method), returned => ParameterIn(returned, into, question)),
        { } whole when ObjectPaths.IsChoice(whole) || IsCollection(whole) => First(whole.ChildOperations, part => ParameterIn(part, into, question)),
        _ => null,
    };

    private static bool IsCollection(IOperation value) => value is ITupleOperation or ICollectionExpressionOperation or ISpreadOperation or IArrayCreationOperation or IArrayInitializerOperation or IObjectCreationOperation
        or IObjectOrCollectionInitializerOperation or IArgumentOperation or IAnonymousObjectCreationOperation;

    /// <summary>The parameter that a call gives: one that its code returns, or one among what code without a text is given. Operations compute a tensor of their own.</summary>
    private ISymbol? Returned(IInvocationOperation call, IOperation? into, Question question)
    {
        IMethodSymbol target = call.TargetMethod;
        bool isAdded = call.Parent is IObjectOrCollectionInitializerOperation;
        if (!isAdded && !TensorHolders.MayHold(call.Type) || question.Calls.Count() > Question.Most)
            return null;
        if (bodies.IsOfOperations(target))
            return Views.Contains(target.Name) ? First([.. call.ChildOperations], part => ParameterIn(part, into, question)) : null;
        if (target.OriginalDefinition.Has(KnownNames.NoGradient) || target.OriginalDefinition.Has(KnownNames.Differentiable))
            return null;
        if (!question.Seen.MayFollowCall())
            return bodies.AnyParameter;
        return isAdded || TensorHolders.IsOfPlatform(target)
            ? First(call.ChildOperations, part => ParameterIn(part, into, question))
            : First(stores.ReturnedBy(target), returned => ParameterIn(returned, into, question with { Calls = question.Calls.Push(call) }));
    }

    /// <summary>What the argument is in the call that is being followed; in any call where none is.</summary>
    private ISymbol? Bound(IParameterSymbol argument, IOperation? into, Question question) =>
        !question.Calls.IsEmpty && ParameterStores.IsCallOf(question.Calls.Peek(), argument)
            ? ParameterIn(ParameterStores.ValueFor(argument, question.Calls.Peek()), into, question with { Calls = question.Calls.Pop() })
            : Given(argument, question);

    /// <summary>Whether the object that has a parameter is this one, a part of it, or that into which the parameter is stored.</summary>
    private bool IsOwn(IOperation? holder, IOperation? into, Visits seen) => ObjectPaths.RootOf(holder) switch
    {
        IInstanceReferenceOperation => true,
        IParameterReferenceOperation { Parameter: var argument } when ObjectPaths.IsSameRoot(holder, into) || seen.Add(argument, into) && stores.CallsWith(argument).Any(call => ObjectPaths.Plain(call.Value) is IInstanceReferenceOperation) => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } => true,
        ILocalReferenceOperation { Local: var local } root => ObjectPaths.IsSameRoot(root, into)
            || seen.Add(local, into) && stores.ValuesOf(local).Any(store => ObjectPaths.Plain(store.Value) is { } value && (value is IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IArrayElementReferenceOperation || IsCollection(value)) && IsOwn(value, into, seen)),
        IObjectCreationOperation { Type: var type } when !TensorHolders.IsContainer(type) => false,
        { } many when IsCollection(many) => many.ChildOperations.Any(part => IsOwn(part, into, seen)),
        { } root => ObjectPaths.IsSameRoot(root, into),
        null => false,
    };

    /// <summary>The parameter that a constructor or method is given as an argument.</summary>
    private ISymbol? Given(IParameterSymbol argument, Question question)
    {
        if (!question.Seen.Add(argument.OriginalDefinition, question.Owner) || bodies.IsOfOperations(argument.ContainingSymbol))
            return null;
        return ParameterStores.IsCalledByName(argument)
            ? First(stores.CallsWith(argument).Where(call => ObjectPaths.IsSame(call.Into, question.Owner, stores)), call => call.IsUnknown ? bodies.AnyParameter : ParameterIn(call.Value, call.Into, question with { Calls = [] }))
            : TensorHolders.MayHold(argument.Type) ? bodies.AnyParameter : null;
    }

    private static ISymbol? First<T>(IEnumerable<T> all, Func<T, ISymbol?> find) => all.Select(find).FirstOrDefault(static found => found is not null);

    private static bool IsPlain(ISymbol member) => member is IFieldSymbol or IPropertySymbol { IsIndexer: false } && member.ContainingType is { IsAnonymousType: false, IsTupleType: false } type
        && !member.OriginalDefinition.Has(KnownNames.Parameter) && !member.OriginalDefinition.Has(KnownNames.NoGradient) && !type.Is(KnownNames.Tensor) && !TensorHolders.IsOfPlatform(type);

    private static bool IsSame(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other?.OriginalDefinition);

    /// <summary>What has been followed, and from where: the same member of another object is another question.</summary>
    private sealed class Visits
    {
        private const int MostCalls = 2000;

        private readonly Dictionary<ISymbol, HashSet<SyntaxNode?>> seen = new(SymbolEqualityComparer.Default);
        private int calls;

        /// <summary>Calls within calls multiply: whether it is worth while to go on.</summary>
        public bool MayFollowCall() => ++calls <= MostCalls;

        public bool Add(ISymbol place, IOperation? from)
        {
            if (!seen.TryGetValue(place, out HashSet<SyntaxNode?>? known))
                seen[place] = known = [];
            return known.Add(from?.Syntax);
        }
    }

    /// <summary>What is asked: the object whose member is read, what has been followed, and the calls into which it was followed.</summary>
    private sealed record Question(IOperation? Owner, Visits Seen, ImmutableStack<IOperation> Calls)
    {
        public const int Most = 8;
    }
}
