using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds the variables that hold what was computed from the entries of tensors, on whatever way it came there. Conditions and code that only looks on, such as a log,
/// may read them; a tensor that were computed from one would lose its gradient.
/// </summary>
internal sealed class EntryNumbers
{
    private readonly Func<IOperation, bool> isComputed;
    private readonly Func<IParameterSymbol, bool> isActive;
    private readonly HashSet<ISymbol> found = new(SymbolEqualityComparer.Default);

    private EntryNumbers(Func<IOperation, bool> isComputed, Func<IParameterSymbol, bool> isActive) => (this.isComputed, this.isActive) = (isComputed, isActive);

    /// <summary>The variables and members of a method's body that hold such a number.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isComputed">Whether code behind a member computes with parameters.</param>
    /// <param name="effectsOf">The members that the code behind a call changes, and whether it computes with parameters.</param>
    /// <param name="isActive">Whether somebody may want the gradient of an argument.</param>
    public static HashSet<ISymbol> Find(IOperation body, Func<IOperation, bool> isComputed, Func<IOperation, (IEnumerable<ISymbol> Changed, bool Computes)> effectsOf, Func<IParameterSymbol, bool> isActive)
    {
        EntryNumbers numbers = new(isComputed, isActive);
        List<(ISymbol[] Targets, IOperation[] Values)> flows = [.. body.Descendants().SelectMany(Flows).Concat(body.Descendants().Select(part => numbers.Stored(part, effectsOf))).Where(static flow => flow.Targets.Length > 0)];
        for (int before = -1; before < numbers.found.Count;)
        {
            before = numbers.found.Count;
            foreach ((ISymbol[] targets, IOperation[] values) in flows)
            {
                if (!targets.All(numbers.found.Contains) && values.Any(numbers.Reads))
                    numbers.found.UnionWith(targets);
            }
        }

        return numbers.found;
    }

    private static IEnumerable<(ISymbol[] Targets, IOperation[] Values)> Flows(IOperation part) =>
        part is IDeconstructionAssignmentOperation change ? Flows(change.Target, change.Value) : [Flow(part)];

    /// <summary>Of a tuple that is written out, each variable gets its own element only.</summary>
    private static IEnumerable<(ISymbol[] Targets, IOperation[] Values)> Flows(IOperation target, IOperation value) => (target, value) switch
    {
        (IDeclarationExpressionOperation declared, _) when declared.Expression is ITupleOperation => Flows(declared.Expression, value),
        (ITupleOperation, IConversionOperation { IsImplicit: true, Operand: var operand }) => Flows(target, operand),
        (ITupleOperation to, ITupleOperation from) when to.Elements.Length == from.Elements.Length => to.Elements.Zip(from.Elements, Flows).SelectMany(static flows => flows),
        _ => [([.. target.DescendantsAndSelf().Select(RootOf).OfType<ISymbol>().Where(IsNumber)], [value])],
    };

    /// <summary>From which values an operation may change which variables.</summary>
    private static (ISymbol[] Targets, IOperation[] Values) Flow(IOperation part)
    {
        (IEnumerable<IOperation?> targets, IEnumerable<IOperation?> values) = part switch
        {
            IAssignmentOperation change => ([change.Target], [change.Value]),
            IForEachLoopOperation loop => ([], [loop.Collection]),
            IInvocationOperation call when !call.TargetMethod.OriginalDefinition.Has(KnownNames.Differentiable) => Call(call.Instance, call.Arguments),
            IObjectCreationOperation creation => Call(null, creation.Arguments),
            IIsPatternOperation test => (Bound(test.Pattern), [test.Value, .. PropertiesIn(test.Pattern)]),
            ISwitchExpressionOperation choice => (choice.Arms.SelectMany(static arm => Bound(arm.Pattern)), [choice.Value, .. choice.Arms.SelectMany(static arm => PropertiesIn(arm.Pattern))]),
            ISwitchOperation choice => (choice.Cases.SelectMany(static section => section.Clauses).OfType<IPatternCaseClauseOperation>().SelectMany(static clause => Bound(clause.Pattern)), [choice.Value]),
            _ => (Array.Empty<IOperation?>(), Array.Empty<IOperation?>()),
        };
        IEnumerable<ISymbol> more = part switch
        {
            IVariableDeclaratorOperation declarator => [declarator.Symbol],
            IForEachLoopOperation loop => loop.Locals,
            _ => [],
        };
        if (part is IVariableDeclaratorOperation variable)
            values = [variable.Initializer?.Value ?? (variable.Parent as IVariableDeclarationOperation)?.Initializer?.Value];
        // A pattern sees a tensor's properties, which are those of its shape.
        bool isSubject = part is IIsPatternOperation or ISwitchExpressionOperation or ISwitchOperation;
        return ([.. targets.Select(RootOf).OfType<ISymbol>().Concat(more).Where(IsNumber)], [.. values.OfType<IOperation>().SelectMany(value => isSubject ? Subjects(value) : [value])]);
    }

    private static (IEnumerable<IOperation?> Targets, IEnumerable<IOperation?> Values) Call(IOperation? instance, IEnumerable<IArgumentOperation> arguments) => (
        arguments.Where(static argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out).Select(static argument => argument.Value).Concat([instance]),
        arguments.Select(static argument => argument.Value).Concat([instance]));

    /// <summary>What plain code that is called may put into members, and into the variables that it is given.</summary>
    private (ISymbol[] Targets, IOperation[] Values) Stored(IOperation part, Func<IOperation, (IEnumerable<ISymbol> Changed, bool Computes)> effectsOf)
    {
        if (part is IInvocationOperation { TargetMethod: var called } && called.OriginalDefinition.Has(KnownNames.Differentiable))
            return ([], []);
        (IEnumerable<ISymbol> changed, bool computes) = effectsOf(part);
        ISymbol[] targets = [.. changed.Where(IsNumber)];
        if (computes)
            found.UnionWith(targets.Concat(GivenBy(part).Where(IsNumber)));
        return (targets, part switch
        {
            IInvocationOperation call => [.. call.Arguments.Select(static argument => argument.Value)],
            ISimpleAssignmentOperation change => [change.Value],
            _ => [],
        });
    }

    /// <summary>The variables that get what the code behind a call, loop or operator gives.</summary>
    private static IEnumerable<ISymbol> GivenBy(IOperation part) => part switch
    {
        IInvocationOperation call => call.Arguments.Where(static argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out).Select(static argument => RootOf(argument.Value)).OfType<ISymbol>(),
        IForEachLoopOperation loop => loop.Locals,
        IDeconstructionAssignmentOperation change => change.Target.DescendantsAndSelf().Select(RootOf).OfType<ISymbol>(),
        ICompoundAssignmentOperation change => new[] { RootOf(change.Target) }.OfType<ISymbol>(),
        IIncrementOrDecrementOperation step => new[] { RootOf(step.Target) }.OfType<ISymbol>(),
        _ => [],
    };

    private static IEnumerable<IOperation> PropertiesIn(IOperation pattern) => pattern.Descendants().Where(static part => part is IPropertyReferenceOperation);

    private static IEnumerable<IOperation?> Bound(IOperation pattern) => pattern.DescendantsAndSelf().Where(static part => part is IDeclarationPatternOperation);

    private static IEnumerable<IOperation> Subjects(IOperation value) => value switch
    {
        IConversionOperation conversion => Subjects(conversion.Operand),
        ITupleOperation tuple => tuple.Elements.SelectMany(Subjects),
        _ when value.Type.Is(KnownNames.Tensor) => [],
        _ => [value],
    };

    /// <summary>The variable, or the member of the object itself, in which an assignment changes something.</summary>
    private static ISymbol? RootOf(IOperation? target) => target switch
    {
        IDeclarationPatternOperation pattern => pattern.DeclaredSymbol,
        IDeclarationExpressionOperation declaration => RootOf(declaration.Expression),
        IConversionOperation conversion => RootOf(conversion.Operand),
        IArrayElementReferenceOperation element => RootOf(element.ArrayReference),
        IImplicitIndexerReferenceOperation element => RootOf(element.Instance),
        IMemberReferenceOperation { Instance: { } owner and not IInstanceReferenceOperation } => RootOf(owner),
        _ => TensorReads.VariableOf(target) ?? TensorReads.MemberOf(target),
    };

    /// <summary>Whether what a variable holds is kept by plain code; tensors, lists of them and parts of the model are followed elsewhere.</summary>
    private static bool IsNumber(ISymbol variable)
    {
        ITypeSymbol? type = variable switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        return type is not null && !type.Is(KnownNames.Tensor) && !TensorParser.IsList(type) && TensorParser.TensorsOf(type) == 0 && !ModelTypes.IsOrHoldsModels(type);
    }

    private bool Reads(IOperation value) => value.DescendantsAndSelf().Any(part =>
    {
        if (isComputed(part))
            return true;
        if (TensorReads.MemberOf(part) is { } member)
            return found.Contains(member) || member.Has(KnownNames.Parameter) && !member.Has(KnownNames.NoGradient) && !TensorReads.OfShape(part);
        if (TensorReads.VariableOf(part) is not { } variable)
            return false;
        if (found.Contains(variable))
            return part.Parent is not INameOfOperation;
        ITypeSymbol? type = part.Type;
        if (!type.Is(KnownNames.Tensor))
            return type is not null && (TensorParser.IsList(type) || TensorParser.TensorsOf(type) > 0) && part.Parent is { } element && element.Type.Is(KnownNames.Tensor) && !TensorReads.OfShape(element);
        return !TensorReads.OfShape(part) && (variable is not IParameterSymbol argument || isActive(argument));
    });
}
