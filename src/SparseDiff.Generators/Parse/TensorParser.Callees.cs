using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Calls of other differentiable methods, and tuples of tensors.</content>
internal sealed partial class TensorParser
{
    /// <summary>The tensors that an expression of a tuple type gives.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="names">Names for the results, when the expression is a call.</param>
    public IReadOnlyList<int> ParseAll(IOperation value, IReadOnlyList<string> names) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => ParseAll(conversion.Operand, names),
        ITupleOperation tuple when tuple.Elements.Length == names.Count => [.. tuple.Elements.Select((element, i) => Parse(element, names[i]))],
        ILocalReferenceOperation local when state.Tuples.TryGetValue(local.Local, out IReadOnlyList<int>? tensors) => tensors,
        IInvocationOperation call when IsDifferentiable(call.TargetMethod) => Callee(call, names),
        IConditionalOperation or ISwitchExpressionOperation or ICoalesceOperation when Conditional is not null => Conditional(value, names),
        _ => throw Unsupported(value),
    };

    /// <summary>How many tensors a type is a tuple of; 0 when it is none.</summary>
    public static int TensorsOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(static element => element.Type.Is(KnownNames.Tensor)) ? tuple.TupleElements.Length : 0;

    private static bool IsDifferentiable(IMethodSymbol method) => method.OriginalDefinition.Has(KnownNames.Differentiable);

    private int TupleElement(IFieldReferenceOperation element, ILocalSymbol tuple) =>
        state.Tuples.TryGetValue(tuple, out IReadOnlyList<int>? tensors) && NumberOf(element) is >= 0 and var number && number < tensors.Count ? tensors[number] : throw Unsupported(element);

    /// <summary>Which element of a tuple a field is, from 0.</summary>
    public static int NumberOf(IFieldReferenceOperation element) =>
        int.TryParse((element.Field.CorrespondingTupleField ?? element.Field).Name.Substring("Item".Length), out int number) ? number - 1 : -1;

    /// <summary>A call on an object that is there only sometimes: <c>part?.Forward(x)</c>.</summary>
    public IReadOnlyList<int> Called(IInvocationOperation call, IOperation instance, int count)
    {
        if (!IsDifferentiable(call.TargetMethod) || call.Instance is not IConditionalAccessInstanceOperation || Math.Max(TensorsOf(call.TargetMethod.ReturnType), 1) != count)
            throw Unsupported(call);
        return Callee(call, null, instance);
    }

    private List<int> Callee(IInvocationOperation call, IReadOnlyList<string>? names, IOperation? conditional = null)
    {
        IMethodSymbol target = call.TargetMethod;
        IOperation? instance = conditional ?? call.Instance;
        if (target.IsGenericMethod || target.Parameters.Any(static p => p.RefKind != RefKind.None) || target.ReturnType.TypeKind == TypeKind.Error)
            throw Unsupported(call);
        if (!ModelTypes.IsVisibleBeside(target.ContainingType, method.ContainingType))
            throw Refuse(Descriptors.PrivateScalar, call, Quote.Of(call.Syntax), target.ContainingType.ToDisplayString());
        IReadOnlyList<OperandSpec> operands = Operands(call);
        bool isOfMember = !target.IsStatic && instance is not IInstanceReferenceOperation;
        bool isOwn = SymbolEqualityComparer.Default.Equals(target.ContainingType, method.ContainingType);
        EquatableArray<PathPart> path = target.IsStatic ? [] : Path(instance!, call);
        EquatableArray<PathPart> receiver = instance is ILocalReferenceOperation variable && !state.Aliases.Contains(variable.Local) ? [new PathPart(variable.Local.Name.Escaped(), -1)] : !target.IsStatic ? path : isOwn ? [] : [new PathPart(scalars.TypeName(target.ContainingType), -1)];
        string stem = isOfMember ? receiver[receiver.Count - 1].Text.Split('[')[0].Replace("this.", string.Empty) : target.Name;
        int count = Math.Max(TensorsOf(target.ReturnType), 1);
        var callee = new CalleeSpec(
            target.OriginalDefinition.Key(), $"{target.ContainingType.Name}.{target.Name}", target.Name.Escaped(),
            $"{(isOwn ? string.Empty : shortNames.Of(target.ContainingType) + ".")}{target.Name}Saved", state.Names.Take(Camel(stem.TrimStart('@')).TrimStart('@') + "Saved"), receiver,
            isOfMember ? path : [], target.IsStatic, !target.IsStatic && ModelTypes.HasParameters(target.ContainingType.OriginalDefinition),
            target.Parameters.Select(static p => new ArgumentSpec(p.Name, string.Empty, p.Type.Is(KnownNames.Tensor), !p.Has(KnownNames.NoGradient)) { Shape = ShapeParser.Read(p, []) }).ToEquatable(),
            count, GivesInputs(target))
        {
            Shape = ShapeParser.ReadResult(target, []),
            IsOfInterface = InterfaceParser.IsDeclaration(target.OriginalDefinition),
            IsByHand = HandwrittenDerivative.IsOf(target.OriginalDefinition),
            IsWrittenHere = ModelTypes.IsWrittenWith(target.OriginalDefinition, method) && !HandwrittenDerivative.IsOf(target.OriginalDefinition),
            IsOfBase = instance?.Syntax is BaseExpressionSyntax,
            Output = target.OriginalDefinition.Has(KnownNames.Recompute) || IsRecomputed(instance) ? state.Names.Take(Camel(stem.TrimStart('@')).TrimStart('@') + "Output") : string.Empty,
        };
        List<int> results = [];
        for (int i = 0; i < count; i++)
        {
            string name = names is not null ? names[i] : state.Names.TakeNumbered(Camel(target.Name));
            results.Add(state.AddValue(name, ValueKind.Call, name));
        }

        state.Calls.Add(new CallSpec([], $"{target.ContainingType.Name}.{target.Name}", operands.ToEquatable(), results.ToEquatable(), state.Line, callee, LocationSpec.Of(call.Syntax.GetLocation())));
        return results;
    }

    /// <summary>The operands in the order of the parameters, read in the order of the arguments, which names may change.</summary>
    private List<OperandSpec> Operands(IInvocationOperation call)
    {
        Dictionary<string, OperandSpec> read = new(StringComparer.Ordinal);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter)
                throw new RefusedException(Quote.Of(call.Syntax));
            OperandSpec operand = Operand(argument, parameter, null);
            if (operand.Kind == OperandKind.Absent)
                throw Refuse(Descriptors.AbsentTensor, argument, call.TargetMethod.Name, parameter.Name);
            read[parameter.Name] = operand;
        }

        return [.. call.TargetMethod.Parameters.Select(parameter => read.TryGetValue(parameter.Name, out OperandSpec? operand) ? operand : throw new RefusedException(Quote.Of(call.Syntax)))];
    }

    /// <summary>From the caller's object to the one that a method is called on, through members and elements of lists.</summary>
    private EquatableArray<PathPart> Path(IOperation instance, IOperation call)
    {
        switch (instance)
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return [];
            case IFieldReferenceOperation { Instance: { } owner } field when ModelTypes.SubModelOf(field.Field) is not null && IsKnown(field.Field, call):
                return Path(owner, call).Concat([Part(field.Field, owner)]).ToEquatable();
            case IPropertyReferenceOperation { Instance: { } owner, Arguments.IsEmpty: true } property when ModelTypes.SubModelOf(property.Property) is not null && IsKnown(property.Property, call):
                return Path(owner, call).Concat([Part(property.Property, owner)]).ToEquatable();
            case IArrayElementReferenceOperation { Indices: [{ } index] } element:
                return Element(Path(element.ArrayReference, call), index, element.ArrayReference);
            case IPropertyReferenceOperation { Instance: { } owner, Arguments: [{ Value: { } index }] }:
                return Element(Path(owner, call), index, owner);
            case IImplicitIndexerReferenceOperation { Instance: { } owner, Argument: { } index }:
                return Element(Path(owner, call), index, owner);
            case ILocalReferenceOperation local when state.Models.TryGetValue(local.Local, out EquatableArray<PathPart> path):
                return path;
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(instance.Syntax));
            default:
                throw Refuse(Descriptors.CalleeIsNoPart, call, Quote.Of(call.Syntax), "called on an object that is no member of this model", "a member that holds it, or an array or list of models");
        }
    }

    /// <summary>Whether the gradients of a part are of the called method's type: of a part whose type is a type parameter only the generic type knows them.</summary>
    private static bool IsKnown(ISymbol member, IOperation call) => ModelTypes.SubModelOf(member.OriginalDefinition) is not { IsAnyModel: true }
        || call is not IInvocationOperation { TargetMethod: var target } || InterfaceParser.IsDeclaration(target.OriginalDefinition);

    private PathPart Part(ISymbol member, IOperation owner) =>
        new((owner is IInstanceReferenceOperation && IsHidden(member.Name) ? "this." : string.Empty) + member.Name.Escaped(), -1);

    /// <summary>An element of a list of models by the number of an iteration.</summary>
    public EquatableArray<PathPart> Element(IOperation list, IOperation loop, int position)
    {
        EquatableArray<PathPart> path = Path(list, loop);
        if (path.Count == 0 || path[path.Count - 1].Index >= 0 || path[path.Count - 1].Text.EndsWith("]", StringComparison.Ordinal))
            throw Refuse(Descriptors.CalleeIsNoPart, list, Quote.Of(list.Syntax), "no list of models in a member", "a member that is an array or list of models");
        return path.Take(path.Count - 1).Concat([path[path.Count - 1] with { Index = position }]).ToEquatable();
    }

    /// <summary>A variable that stands for a part of the model until it is assigned again.</summary>
    public void Alias(ILocalSymbol variable, IOperation value)
    {
        state.Aliases.Remove(variable);
        state.Models.Remove(variable);
        if (!IsPath(value))
            return;
        state.Models[variable] = Path(value, value);
        state.Aliases.Add(variable);
        NoteRecomputed(variable, value);
    }

    private bool IsPath(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null, IsImplicit: true } => false,
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
        IFieldReferenceOperation { Instance: { } owner } field => ModelTypes.SubModelOf(field.Field) is not null && IsKnown(field.Field, value) && IsPath(owner),
        IPropertyReferenceOperation { Instance: { } owner, Arguments.IsEmpty: true } property => ModelTypes.SubModelOf(property.Property) is not null && IsKnown(property.Property, value) && IsPath(owner),
        IArrayElementReferenceOperation { Indices: [{ Type.SpecialType: SpecialType.System_Int32 }] } element => IsPath(element.ArrayReference),
        IPropertyReferenceOperation { Instance: { } owner, Arguments: [{ Value.Type.SpecialType: SpecialType.System_Int32 }] } => IsPath(owner),
        ILocalReferenceOperation local => state.Models.ContainsKey(local.Local),
        _ => false,
    };

    private EquatableArray<PathPart> Element(EquatableArray<PathPart> list, IOperation index, IOperation owner)
    {
        if (list.Count == 0 || list[list.Count - 1] is { Index: >= 0 } || list[list.Count - 1].Text.EndsWith("]", StringComparison.Ordinal))
            throw Refuse(Descriptors.CalleeIsNoPart, owner, Quote.Of(owner.Syntax), "a list in a list", "a model that holds the inner list, and a list of such models");
        PathPart last = list[list.Count - 1];
        if (index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd)
            return list.Take(list.Count - 1).Concat([last with { Index = scalars.IndexFromEnd(owner, fromEnd.Operand, state.Names.Take(Camel(last.Text) + "Index")) }]).ToEquatable();
        if (index.Type?.SpecialType != SpecialType.System_Int32)
            throw Unsupported(index);
        if (index.ConstantValue is { HasValue: true, Value: int constant })
            return list.Take(list.Count - 1).Concat([last with { Text = $"{last.Text}[{constant.ToString(CultureInfo.InvariantCulture)}]" }]).ToEquatable();
        return list.Take(list.Count - 1).Concat([last with { Index = scalars.Index(index, Camel(last.Text) + "Index") }]).ToEquatable();
    }

    /// <summary>Whether the user wants a part of the model recomputed.</summary>
    private bool IsRecomputed(IOperation? part) => part switch
    {
        IFieldReferenceOperation field => field.Field.Has(KnownNames.Recompute) || IsRecomputed(field.Instance),
        IPropertyReferenceOperation property => property.Property.Has(KnownNames.Recompute) || IsRecomputed(property.Instance),
        IArrayElementReferenceOperation element => IsRecomputed(element.ArrayReference),
        IConversionOperation conversion => IsRecomputed(conversion.Operand),
        ILocalReferenceOperation local => state.Recomputed.Contains(local.Local),
        _ => false,
    };

    /// <summary>Notes that a loop's variable is a part that is recomputed.</summary>
    public void NoteRecomputed(ILocalSymbol variable, IOperation collection)
    {
        if (IsRecomputed(collection))
            state.Recomputed.Add(variable);
    }

    /// <summary>Whether the callee has an overload that gives its arguments' gradients; in this project it gets one when it is asked.</summary>
    private bool GivesInputs(IMethodSymbol target)
    {
        if (ModelTypes.IsWrittenWith(target.OriginalDefinition, method))
            return true;
        int wanted = target.Parameters.Count(static p => p.Type.Is(KnownNames.Tensor) && !p.Has(KnownNames.NoGradient));
        return target.ContainingType.GetMembers(target.Name + "Backward").OfType<IMethodSymbol>().Any(overload =>
            overload.Parameters.Count(static p => p.RefKind == RefKind.Out && p.Type.Is(KnownNames.Tensor)) == wanted
            && overload.Parameters.All(static p => p.RefKind != RefKind.Out || p.Type.Is(KnownNames.Tensor)));
    }
}
