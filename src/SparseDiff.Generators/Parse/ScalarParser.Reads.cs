using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>What plain code may read of tensors: a number made from entries has no gradient.</summary>
internal sealed partial class ScalarParser
{
    private const string ShapesOnly = "only its shape (Shape, Rank, Length, Rows, Columns, Device) may be read here: compute with tensor operations or in a [Differentiable] method, or pass the number as an argument";

    private readonly Dictionary<IOperation, ISymbol?> behind = [];
    private readonly Dictionary<ISymbol, (ISymbol[] Changed, bool Computes)> effects = new(SymbolEqualityComparer.Default);

    /// <summary>Of a local array or list of tensors plain code reads how many elements there are, and elements.</summary>
    private void CheckLists(IOperation value)
    {
        foreach (IOperation part in value.DescendantsAndSelf())
        {
            if (part is not ILocalReferenceOperation { Local: var local } || !state.Lists.ContainsKey(local) || IsReadOnly(part))
                continue;
            string quote = Quote.Of((part.Parent is IArgumentOperation { Parent: { } call } ? call : part.Parent ?? part).Syntax);
            state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedList, LocationSpec.Of(part.Syntax.GetLocation()), quote, $"gives '{local.Name}' to code through which no gradient is known to flow"));
            throw new RefusedException();
        }
    }

    private static bool IsReadOnly(IOperation list) => list.Parent switch
    {
        INameOfOperation => true,
        IPropertyReferenceOperation { Arguments: [], Property.Name: "Count" or "Length" } => true,
        IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IPropertyReferenceOperation { Arguments: [_] } => list.Parent.Type.Is(KnownNames.Tensor)
            && list.Parent.Parent is not (IAssignmentOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None } or IVariableInitializerOperation),
        _ => false,
    };

    private void CheckUnderstood(IOperation value)
    {
        CheckLists(value);
        if (value.DescendantsAndSelf().FirstOrDefault(static part => part is IInvalidOperation || part.Type is IErrorTypeSymbol) is { } part)
            throw new RefusedException(Quote.Of(part.Syntax));
    }

    private void CheckShapesOnly(IOperation value)
    {
        CheckUnderstood(value);
        if (state.IsStopped)
            return;
        foreach (IOperation part in value.DescendantsAndSelf())
        {
            if (part.Type.Is(KnownNames.Tensor) && part.ChildOperations.FirstOrDefault() is ILocalReferenceOperation { Local: var list } && state.Lists.ContainsKey(list) && !TensorReads.OfShape(part)
                || TensorReads.VariableOf(part) is { } variable && state.Tensors.TryGetValue(variable, out int tensor) && !TensorReads.OfShape(part) && MayBeActive(tensor)
                || TensorReads.MemberOf(part) is { } member && member.Has(KnownNames.Parameter) && !TensorReads.OfShape(part)
                || (TensorReads.VariableOf(part) ?? TensorReads.MemberOf(part)) is { } number && state.EntryNumbers.Contains(number) && part.Parent is not INameOfOperation
                || Behind(part) is not null)
            {
                state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.ScalarReadsEntries, LocationSpec.Of(part.Syntax.GetLocation()), [Quote.Of(value.Syntax), .. Reason(value, part)]));
                throw new RefusedException();
            }

            NoteArgumentRead(value, part);
        }
    }

    /// <summary>Only a method that sees all others will know whether the gradient of an argument is asked for.</summary>
    private void NoteArgumentRead(IOperation value, IOperation part)
    {
        if (TensorReads.VariableOf(part) is not { } variable || part.Parent is INameOfOperation)
            return;
        bool isTensor = state.Tensors.TryGetValue(variable, out int tensor) && state.PerhapsAsked.Contains(tensor) && !TensorReads.OfShape(part);
        if (!isTensor && !state.PerhapsAskedNumbers.Contains(variable))
            return;
        string name = isTensor ? $"the entries of the tensor '{Quote.Of(part.Syntax)}'" : $"'{Quote.Of(part.Syntax)}', which was made from entries of tensors";
        state.ArgumentReads.Add(DiagnosticSpec.Create(
            Descriptors.ScalarReadsEntries, LocationSpec.Of(part.Syntax.GetLocation()), Quote.Of(value.Syntax), name + " whose gradient another method asks for (unless its argument is marked [NoGradient])", ShapesOnly));
    }

    // A variable that a loop changes is what an iteration made of it.
    private bool MayBeActive(int tensor) => state.Values[tensor] is { Kind: ValueKind.Call or ValueKind.Parameter or ValueKind.Outer } or { WantsGradient: true } || state.AskedArguments.Contains(tensor);

    /// <summary>What an expression reads of which no gradient would flow back, and what to write instead.</summary>
    private string[] Reason(IOperation value, IOperation part)
    {
        if ((TensorReads.VariableOf(part) ?? TensorReads.MemberOf(part)) is { } holder && state.EntryNumbers.Contains(holder))
            return [$"'{Quote.Of(part.Syntax)}', which was made from entries of tensors", ShapesOnly];
        if (Behind(part) is { } member && !member.Has(KnownNames.Parameter))
        {
            string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion } ? member.ContainingType.Name : member.Name;
            bool mayBeMarked = member is IPropertySymbol or IFieldSymbol && ModelTypes.IsWritten(member);
            string stopped = (value.Type.Is(KnownNames.Tensor), mayBeMarked) switch
            {
                (true, true) => $"mark '{name}' [NoGradient] or write StopGradient({Quote.Of(value.Syntax)})",
                (true, false) => $"write StopGradient({Quote.Of(value.Syntax)})",
                (false, true) => $"mark '{name}' [NoGradient]",
                _ => "pass it as an argument",
            };
            string instead = $"write a [Differentiable] method that computes it, or, where no gradient is wanted, {stopped}";
            return [$"'{name}', whose code lies in another assembly or is chosen when the program runs, and may compute with parameters", instead];
        }

        if (Alias(part) is { } parameter)
            return [$"the parameter '{parameter.Name}' under another name", $"write {parameter.Name} itself, or, where no gradient is wanted, mark '{TensorReads.MemberOf(part)!.Name}' [NoGradient] or write StopGradient({Quote.Of(part.Syntax)})"];
        return [$"the entries of the tensor '{Behind(part)?.Name ?? Quote.Of(part.Syntax)}'", ShapesOnly];
    }

    /// <summary>The parameter that code behind an expression computes with, or the code without a text at hand that may do so; null for none.</summary>
    public ISymbol? Behind(IOperation part)
    {
        if (TensorReads.OfShape(part))
            return null;
        if (!behind.TryGetValue(part, out ISymbol? known))
            behind[part] = known = (CodeOf(part) is { } member ? bodies.Parameters.Behind(member) : null) ?? UnreadCode.Behind(part, bodies) ?? Alias(part);
        return known;
    }

    private ISymbol? CodeOf(IOperation part) => part switch
    {
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "Lazy" }, Instance: { } late } when TensorReads.MemberOf(late) is { } keeper => keeper,
        IPropertyReferenceOperation property => property.Property,
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => TensorReads.MemberOf(TensorReads.WithoutIndex(call.Instance)),
        IInvocationOperation call => call.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        IConversionOperation conversion => conversion.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        IBinaryOperation binary => binary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        IImplicitIndexerReferenceOperation element => element.IndexerSymbol,
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax loop } => model.GetForEachStatementInfo(loop).GetEnumeratorMethod,
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax change } => model.GetDeconstructionInfo(change).Method,
        IObjectCreationOperation { Constructor: { } constructor } when ModelTypes.ModelOf(part.Type) is null => constructor,
        _ => null,
    };

    /// <summary>The members that the code behind a call or an assignment changes, as far as it stands in the project, and whether it computes with parameters.</summary>
    public (IEnumerable<ISymbol> Changed, bool Computes) EffectsOf(IOperation part)
    {
        ISymbol? code = part switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { SetMethod: { } setter } property } } => bodies.HasText(property.OriginalDefinition) ? setter : null,
            IInvocationOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IForEachLoopOperation or IDeconstructionAssignmentOperation => CodeOf(part),
            _ => null,
        };
        if (code is null)
            return ([], false);
        if (!effects.TryGetValue(code, out (ISymbol[] Changed, bool Computes) known))
            effects[code] = known = ([.. ChangedBehind(code)], bodies.Parameters.Behind(code) is not null);
        return known;
    }

    // A new object's members are its own.
    private IEnumerable<ISymbol> ChangedBehind(ISymbol code) => bodies.Parameters.ReachedFrom(code)
        .Where(static reached => reached is not IMethodSymbol { MethodKind: MethodKind.Constructor }).SelectMany(reached => TensorReads.BodiesOf(reached, bodies)).SelectMany(ChangedIn);

    private IEnumerable<ISymbol> ChangedIn(SyntaxNode body) => body.DescendantNodesAndSelf().SelectMany(static node => node switch
    {
        AssignmentExpressionSyntax { Right: LiteralExpressionSyntax } => [],
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax { Arguments: var targets } } => targets.Select(static target => target.Expression),
        AssignmentExpressionSyntax change => [change.Left],
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var given } => [given],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver }, ArgumentList.Arguments.Count: > 0 } => [receiver],
        _ => (IEnumerable<ExpressionSyntax>)[],
    }).Select(place => bodies.ModelOf(place).GetSymbolInfo(place is ElementAccessExpressionSyntax element ? element.Expression : place).Symbol).Where(static symbol => symbol is IFieldSymbol or IPropertySymbol).OfType<ISymbol>();

    private ISymbol? Alias(IOperation part) => (part.Type.Is(KnownNames.Tensor) || part.Parent is IConversionOperation { Type: var wanted } && wanted.Is(KnownNames.Tensor)) && part.Parent is not IAssignmentOperation ? bodies.Aliases.Of(part) : null;
}
