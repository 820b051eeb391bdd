using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads tensor expressions: nested calls become a flat list whose every result has a name.</summary>
internal sealed partial class TensorParser(IMethodSymbol method, BodyState state, ScalarParser scalars, ShortName shortNames, MapParser maps)
{
    /// <summary>The tensor that an expression gives.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="name">A name for the result, when the expression is a call; null to make one up.</param>
    public int Parse(IOperation value, string? name = null) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Parse(conversion.Operand, name),
        ILocalReferenceOperation local when state.Tensors.TryGetValue(local.Local, out int tensor) => tensor,
        IParameterReferenceOperation argument when state.Tensors.TryGetValue(argument.Parameter, out int tensor) => tensor,
        IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: ILocalReferenceOperation tuple } element => TupleElement(element, tuple.Local),
        _ when IsElement(value, out int list, out IOperation index) => Element(list, IndexOf(list, index), name ?? state.Names.TakeNumbered("element"), value),
        IFieldReferenceOperation field => Member(field, field.Field, field.Instance),
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => Member(property, property.Property, property.Instance),
        IInvocationOperation call => Call(call, name),
        IBinaryOperation { OperatorMethod: { } op } binary when op.ContainingType.Is(KnownNames.Tensor) =>
            Operator(binary, op, name, binary.LeftOperand, binary.RightOperand),
        IUnaryOperation { OperatorMethod: { } op } unary when op.ContainingType.Is(KnownNames.Tensor) => Operator(unary, op, name, unary.Operand),
        ICompoundAssignmentOperation { OperatorMethod: { } op } compound when op.ContainingType.Is(KnownNames.Tensor) =>
            Operator(compound, op, name, compound.Target, compound.Value),
        IConditionalOperation or ISwitchExpressionOperation or ICoalesceOperation when Conditional is not null => Conditional(value, [name ?? state.Names.TakeNumbered("choice")])[0],
        IInvalidOperation => throw new RefusedException(Quote.Of(value.Syntax)),
        _ => throw Unsupported(value),
    };

    /// <summary>Reads an expression that chooses between tensors, which get names.</summary>
    public Func<IOperation, IReadOnlyList<string>, IReadOnlyList<int>>? Conditional { get; set; }

    private int Member(IOperation reference, ISymbol member, IOperation? instance)
    {
        bool isOwn = instance is IInstanceReferenceOperation;
        if (member.Has(KnownNames.Parameter) && !isOwn && !member.IsStatic)
            throw Refuse(Descriptors.ForeignParameter, reference, Quote.Of(reference.Syntax), member.ContainingType.Name, method.ContainingType.Name);
        if (instance?.Type.Is(KnownNames.Tensor) == true)
            throw Unsupported(reference);
        if ((isOwn || member.IsStatic) && state.Members.TryGetValue(member, out int known))
            return known;

        int value;
        if (isOwn && member.Has(KnownNames.Parameter))
        {
            string text = IsHidden(member.Name) ? "this." + member.Name.Escaped() : member.Name.Escaped();
            value = state.AddValue(member.Name.Escaped(), ValueKind.Parameter, text, wantsGradient: !member.Has(KnownNames.NoGradient), member);
        }
        else
        {
            value = Captured(reference, Camel(member.Name), member);
        }

        if (isOwn || member.IsStatic)
            state.Members[member] = value;
        return value;
    }

    private bool IsHidden(string member) => state.VariableNames.Contains(member);

    private int Captured(IOperation reference, string name, ISymbol? declaration = null)
    {
        if (reference.DescendantsAndSelf().Any(part => TensorReads.VariableOf(part) is { } variable && (variable is ILocalSymbol || state.Mutable.Contains(variable))))
        {
            // What variables hold depends on the place: the expression stays where it stands, among what else is captured.
            name = state.Names.Take(name);
            int scalar = scalars.Capture(reference, reference.Type!, name);
            int value = state.AddValue(name, ValueKind.Plain, name, declaration: declaration);
            state.Values[value] = state.Values[value] with { Scalar = scalar };
            return value;
        }

        string text = scalars.Text(reference, out _, out _);
        return state.AddValue(state.Names.Take(name), ValueKind.Member, text, declaration: declaration);
    }

    private int Call(IInvocationOperation call, string? name)
    {
        IMethodSymbol target = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        if (IsDifferentiable(target) && target.ReturnType.Is(KnownNames.Tensor))
            return Callee(call, name is null ? null : [name])[0];
        if (MapParser.IsMap(target))
        {
            (string key, List<OperandSpec> mapped) = maps.Parse(call, argument => TensorOperand(argument.Value, argument.Parameter!.Name, null));
            return Add(call, [key], MapParser.NameOf(call), mapped, name ?? state.Names.TakeNumbered(Camel(MapParser.NameOf(call))));
        }

        bool readsTensors = call.Arguments.Any(static a => a.Value.Type.Is(KnownNames.Tensor) || a.Parameter?.Type.Is(KnownNames.Tensor) == true || a.Parameter?.Type.Is(KnownNames.Tensors) == true);
        if (target.IsStatic && !readsTensors)
            return Captured(call, name is null ? Camel(target.Name) : Fresh(ref name));
        if (!target.IsStatic || target.IsGenericMethod)
            throw NotAnOperation(call, target);

        bool isPoint = target.Has(KnownNames.SparsityPoint);
        bool isStopped = state.IsStopped;
        state.IsStopped |= target.Has(KnownNames.StopsGradient);
        Dictionary<string, OperandSpec> operands = new(StringComparer.Ordinal);
        string? nameOfOperand = isPoint ? name : null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter)
                throw new RefusedException(Quote.Of(call.Syntax));
            if (parameter.Name == RuleSignature.Into && parameter.Type.Is(KnownNames.Slot))
            {
                if (argument.ArgumentKind == ArgumentKind.Explicit)
                    throw Unsupported(call);
                continue;
            }

            operands[parameter.Name] = Operand(argument, parameter, nameOfOperand) with { IsOmitted = argument.ArgumentKind == ArgumentKind.DefaultValue };
        }

        state.IsStopped = isStopped;
        string result = isPoint && operands.Values.FirstOrDefault(static o => o.Kind == OperandKind.Tensor) is { } source
            ? state.Values[source.Index].Name
            : name ?? state.Names.TakeNumbered(Camel(target.Name));
        return Add(call, [target.Key()], target.Name, target.Parameters.Where(p => operands.ContainsKey(p.Name)).Select(p => operands[p.Name]), result);
    }

    private static string Fresh(ref string? name)
    {
        string taken = name!;
        name = null;
        return taken;
    }

    private OperandSpec Operand(IArgumentOperation argument, IParameterSymbol parameter, string? name)
    {
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
            throw Unsupported(argument.Value);
        if (parameter.Type.Is(KnownNames.Tensor))
            return TensorOperand(argument.Value, parameter.Name, name);
        if (parameter.Type.Is(KnownNames.Tensors))
            return ListOperand(argument.Value, parameter.Name);
        if (argument.ArgumentKind is ArgumentKind.ParamCollection or ArgumentKind.ParamArray)
            return List(argument.Value, parameter);
        bool isSetting = argument.ArgumentKind != ArgumentKind.DefaultValue && parameter.ContainingSymbol is IMethodSymbol called && IsPoint(called);
        return isSetting ? scalars.Setting(argument.Value, parameter) : scalars.Operand(argument.Value, parameter);
    }

    private static bool IsPoint(IMethodSymbol called) => called.OriginalDefinition.Has(KnownNames.SparsityPoint) || called.OriginalDefinition.Has(KnownNames.OperandSelection);

    private OperandSpec TensorOperand(IOperation value, string parameter, string? name) =>
        value.ConstantValue is { HasValue: true, Value: null }
            ? new OperandSpec(parameter, OperandKind.Absent, -1, "null")
            : new OperandSpec(parameter, OperandKind.Tensor, Parse(value, name), string.Empty);

    /// <summary>The elements of a params argument, as a collection expression of constants and captured scalars.</summary>
    private OperandSpec List(IOperation value, IParameterSymbol parameter)
    {
        IEnumerable<IOperation> elements = value switch
        {
            ICollectionExpressionOperation collection => collection.Elements,
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            IConversionOperation { Operand: ICollectionExpressionOperation inner } => inner.Elements,
            _ => throw Unsupported(value),
        };
        List<string> texts = [];
        List<int> captured = [];
        foreach (IOperation element in elements)
        {
            OperandSpec item = scalars.Operand(element, element.Type ?? throw Unsupported(element), parameter.Name, parameter.Name);
            texts.Add(item.Kind == OperandKind.Scalar ? state.Scalars[item.Index].Name : item.Text);
            if (item.Kind == OperandKind.Scalar)
                captured.Add(item.Index);
        }

        return new OperandSpec(parameter.Name, OperandKind.Constant, -1, "[" + string.Join(", ", texts) + "]") { Scalars = captured.ToEquatable() };
    }

    private int Operator(IOperation expression, IMethodSymbol op, string? name, params IOperation[] operands)
    {
        (string operation, bool commutes) = op.Name switch
        {
            "op_Addition" => ("Add", true),
            "op_Subtraction" => ("Subtract", false),
            "op_Multiply" => ("Multiply", true),
            "op_Division" => ("Divide", false),
            "op_UnaryNegation" => ("Negate", false),
            _ => throw Unsupported(expression),
        };
        List<OperandSpec> specs = [];
        for (int i = 0; i < operands.Length; i++)
        {
            IParameterSymbol parameter = op.Parameters[i];
            specs.Add(parameter.Type.Is(KnownNames.Tensor) ? TensorOperand(operands[i], parameter.Name, null) : scalars.Operand(operands[i], parameter));
        }

        List<string> types = [.. op.Parameters.Select(static p => p.Type.FullName())];
        List<string> keys = [OperatorKey(operation, types)];
        if (commutes)
            keys.Add(OperatorKey(operation, Enumerable.Reverse(types)));
        return Add(expression, keys, operation, specs, name ?? state.Names.TakeNumbered(Camel(operation)));
    }

    private static string OperatorKey(string operation, IEnumerable<string> types) =>
        SymbolText.Key("SparseDiff.Ops", operation, types.Concat([KnownNames.Slot]));

    private int Add(IOperation call, IEnumerable<string> keys, string name, IEnumerable<OperandSpec> operands, string result)
    {
        int value = state.AddValue(result, ValueKind.Call, result);
        state.Calls.Add(new CallSpec(keys.ToEquatable(), name, operands.ToEquatable(), [value], state.Line, null, LocationSpec.Of(call.Syntax.GetLocation())));
        return value;
    }

    private static string Camel(string name)
    {
        string plain = name.TrimStart('_');
        return plain.Length == 0 ? "value" : (char.ToLowerInvariant(plain[0]) + plain.Substring(1)).Escaped();
    }

    // The block of an extension member has no name of its own.
    private RefusedException NotAnOperation(IOperation call, IMethodSymbol target)
    {
        string container = (target.ContainingType is { IsExtension: true, ContainingType: { } outer } ? outer : target.ContainingType).Name;
        return Refuse(Descriptors.NotAnOperation, call, $"{container}.{target.Name}", container);
    }

    internal RefusedException Unsupported(IOperation value) =>
        value is IInvalidOperation || value.Type is IErrorTypeSymbol
            ? new RefusedException(Quote.Of(value.Syntax))
            : Refuse(Descriptors.UnsupportedExpression, value, Quote.Of(value.Syntax), Kind(value));

    private RefusedException Refuse(DiagnosticDescriptor descriptor, IOperation where, params string[] words)
    {
        state.Diagnostics.Add(DiagnosticSpec.Create(descriptor, LocationSpec.Of(where.Syntax.GetLocation()), words));
        return new RefusedException();
    }

    private static string Kind(IOperation value) => value switch
    {
        IConditionalOperation => "a condition",
        ICoalesceOperation => "a null test",
        ISwitchExpressionOperation => "a switch",
        IArrayElementReferenceOperation => "an element of an array",
        IPropertyReferenceOperation => "an indexer or a property of a tensor",
        IAwaitOperation => "an await",
        IObjectCreationOperation => "a new object",
        IInvocationOperation => "a call that is told its destination",
        ILocalReferenceOperation => "a variable that no statement before it assigns",
        IParameterReferenceOperation => "a parameter of the constructor; keep it in a member",
        ILiteralOperation or IDefaultValueOperation => "no tensor yet; begin with one, such as the first of a sum or Tensor.Zeros",
        IAssignmentOperation => "an assignment inside an expression",
        IThrowOperation => "a throw inside an expression",
        IImplicitIndexerReferenceOperation => "a range, or an index from the end",
        IInstanceReferenceOperation => "the object itself",
        _ => value.Kind.ToString(),
    };
}
