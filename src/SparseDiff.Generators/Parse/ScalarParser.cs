using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads what is not a tensor: constants, arguments, members and expressions of them.</summary>
internal sealed class ScalarParser(SemanticModel model, INamedTypeSymbol owner, BodyState state, TypeText types)
{
    private const string ShapesOnly = "only its shape (Shape, Rank, Length, Rows, Columns, Device) may be read here: compute with tensor operations or in a [Differentiable] method, or pass the number as an argument";

    /// <summary>An operand of an operation.</summary>
    public OperandSpec Operand(IOperation value, IParameterSymbol parameter) => Operand(value, parameter.Type, parameter.Name, parameter.Name);

    public OperandSpec Operand(IOperation value, ITypeSymbol type, string parameter, string stem)
    {
        Optional<object?> constant = ConstantOf(value, type);
        if (constant.HasValue && SymbolText.Constant(type, constant.Value) is { } text)
            return new OperandSpec(parameter, OperandKind.Constant, -1, text) { Number = NumberOf(constant.Value) };
        if (value is IDefaultValueOperation)
            return new OperandSpec(parameter, OperandKind.Constant, -1, $"default({types.Of(type)})");
        if (TensorReads.VariableOf(value) is { } variable && state.ScalarsOf.TryGetValue(variable, out int known) && SymbolEqualityComparer.Default.Equals(TypeOf(variable), type))
            return new OperandSpec(parameter, OperandKind.Scalar, known, string.Empty);
        return new OperandSpec(parameter, OperandKind.Scalar, Capture(value, type, state.Names.TakeNumbered(stem)), string.Empty);
    }

    // To the compiler a constant is none any more once it is converted to int?.
    private static Optional<object?> ConstantOf(IOperation value, ITypeSymbol type) =>
        value is IConversionOperation { IsImplicit: true, Operand: { ConstantValue.HasValue: true } inner }
        && type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        && type is INamedTypeSymbol nullable && (inner.Type is null || SymbolEqualityComparer.Default.Equals(inner.Type, nullable.TypeArguments[0]))
            ? inner.ConstantValue
            : value.ConstantValue;

    /// <summary>A scalar variable gets a value.</summary>
    public void Assign(ISymbol variable, ITypeSymbol type, IOperation value, string name)
    {
        int scalar = Capture(value, type, name);
        state.ScalarsOf[variable] = scalar;
    }

    /// <summary>The text of an expression that gives a tensor nobody wants a gradient of.</summary>
    public string Text(IOperation value, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        CheckShapesOnly(value);
        ScalarText text = new(model, owner, state, types);
        string copy = text.Copy(value.Syntax);
        reads = text.Reads.OrderBy(static id => id).ToEquatable();
        readsScalars = text.ReadsScalars.OrderBy(static id => id).ToEquatable();
        return copy;
    }

    /// <summary>A captured index of a list.</summary>
    public int Index(IOperation value, string name)
    {
        if (TensorReads.VariableOf(value) is { } variable && state.ScalarsOf.TryGetValue(variable, out int known))
            return known;
        return Capture(value, value.Type!, state.Names.Take(name));
    }

    /// <summary>A scalar that is an element of a captured tuple.</summary>
    public int Element(int tuple, ITypeSymbol type, int number, string name)
    {
        state.Scalars.Add(new ScalarSpec(
            name, types.IsNameable(type) ? types.Of(type) : "var", $"{state.Scalars[tuple].Name}.Item{number}", IsArgument: false, state.Calls.Count, [], [tuple], state.Line)
        { Block = state.Block });
        return state.Scalars.Count - 1;
    }

    /// <summary>The type of the numbers of elements.</summary>
    public ITypeSymbol Whole { get; } = model.Compilation.GetSpecialType(SpecialType.System_Int32);

    /// <summary>The number of an element of a list counted from its end, read once.</summary>
    public int FromEnd(int list, IOperation value, string name)
    {
        string text = Text(value, out EquatableArray<int> reads, out EquatableArray<int> readsScalars);
        string subtrahend = value is ILiteralOperation ? text : $"({text})";
        state.Scalars.Add(new ScalarSpec(
            name, "int", $"{state.Values[list].Name}.Count - {subtrahend}", IsArgument: false, state.Calls.Count, reads.Concat([list]).ToEquatable(), readsScalars, state.Line)
        { Block = state.Block });
        return state.Scalars.Count - 1;
    }

    /// <summary>A type as generated code writes it.</summary>
    public string TypeName(ITypeSymbol type) => types.Of(type);

    /// <summary>The number of an element of a list of models counted from its end, read once.</summary>
    public int IndexFromEnd(IOperation list, IOperation value, string name)
    {
        string from = Text(list, out EquatableArray<int> reads, out EquatableArray<int> readsScalars);
        string text = Text(value, out EquatableArray<int> more, out EquatableArray<int> moreScalars);
        string subtrahend = value is ILiteralOperation ? text : $"({text})";
        state.Scalars.Add(new ScalarSpec(
            name, "int", $"{from}.{(list.Type is IArrayTypeSymbol ? "Length" : "Count")} - {subtrahend}", IsArgument: false, state.Calls.Count,
            reads.Concat(more).ToEquatable(), readsScalars.Concat(moreScalars).ToEquatable(), state.Line)
        { Block = state.Block });
        return state.Scalars.Count - 1;
    }

    /// <summary>Reads an expression once.</summary>
    public int Capture(IOperation value, ITypeSymbol type, string name, bool mayReadEntries = false)
    {
        if (!IsAccessible(type))
        {
            state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.PrivateScalar, LocationSpec.Of(value.Syntax.GetLocation()), Quote.Of(value.Syntax), type.ToDisplayString()));
            throw new RefusedException();
        }

        string text = mayReadEntries ? Head(value, out EquatableArray<int> reads, out EquatableArray<int> readsScalars) : Text(value, out reads, out readsScalars);
        state.Scalars.Add(new ScalarSpec(name, types.IsNameable(type) ? types.Of(type) : "var", text, IsArgument: false, state.Calls.Count, reads, readsScalars, state.Line) { Block = state.Block });
        return state.Scalars.Count - 1;
    }

    /// <summary>The text of a condition or collection, which may read anything.</summary>
    public string Head(IOperation value, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        CheckUnderstood(value);
        return Copy(value.Syntax, out reads, out readsScalars);
    }

    /// <summary>A pattern in the terms of generated code.</summary>
    public string Copied(SyntaxNode pattern) => Copy(pattern, out _, out _);

    /// <summary>The text of a for loop up to its body.</summary>
    public string ForHead(ForStatementSyntax loop, IOperation operation, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        foreach (IOperation part in operation.ChildOperations.Where(part => part.Syntax != loop.Statement))
            CheckUnderstood(part);
        ScalarText text = new(model, owner, state, types);
        string initial = loop.Declaration is { } declaration ? text.Copy(declaration) : string.Join(", ", loop.Initializers.Select(text.Copy));
        string head = $"for ({initial}; {(loop.Condition is null ? string.Empty : text.Copy(loop.Condition))}; {string.Join(", ", loop.Incrementors.Select(text.Copy))})";
        reads = text.Reads.OrderBy(static id => id).ToEquatable();
        readsScalars = text.ReadsScalars.OrderBy(static id => id).ToEquatable();
        return head;
    }

    /// <summary>A statement that gives no tensor: it runs in the forward pass as it is.</summary>
    public void Statement(IOperation statement)
    {
        CheckUnderstood(statement);
        Statement(Copy(statement.Syntax, out EquatableArray<int> reads, out EquatableArray<int> readsScalars), reads, readsScalars);
    }

    /// <summary>A variable that stays one gets its first value.</summary>
    public void Declare(ILocalSymbol variable, IOperation? value)
    {
        EquatableArray<int> reads = [];
        EquatableArray<int> readsScalars = [];
        string type = types.IsNameable(variable.Type) ? types.Of(variable.Type) : "var";
        Statement($"{type} {state.NameOfVariable(variable)}{(value is null ? string.Empty : " = " + Text(value, out reads, out readsScalars))};", reads, readsScalars);
    }

    public void Statement(string text, EquatableArray<int> reads, EquatableArray<int> readsScalars) =>
        state.Scalars.Add(new ScalarSpec(string.Empty, string.Empty, text, IsArgument: false, state.Calls.Count, reads, readsScalars, state.Line) { Block = state.Block, IsStatement = true });

    private string Copy(SyntaxNode syntax, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        ScalarText text = new(model, owner, state, types);
        string copy = text.Copy(syntax);
        reads = text.Reads.OrderBy(static id => id).ToEquatable();
        readsScalars = text.ReadsScalars.OrderBy(static id => id).ToEquatable();
        return copy;
    }

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
            return [$"'{name}', whose code lies in another file or assembly or is chosen when the program runs, and may compute with parameters", instead];
        }

        if (Alias(part) is { } parameter)
            return [$"the parameter '{parameter.Name}' under another name", $"write {parameter.Name} itself, or, where no gradient is wanted, mark '{TensorReads.MemberOf(part)!.Name}' [NoGradient] or write StopGradient({Quote.Of(part.Syntax)})"];
        return [$"the entries of the tensor '{Behind(part)?.Name ?? Quote.Of(part.Syntax)}'", ShapesOnly];
    }

    /// <summary>The parameter that code behind an expression computes with, or the code that is not read and may do so; null for none.</summary>
    public ISymbol? Behind(IOperation part)
    {
        if (TensorReads.OfShape(part))
            return null;
        ISymbol? member = part switch
        {
            IPropertyReferenceOperation property => property.Property,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => TensorReads.MemberOf(call.Instance),
            IInvocationOperation call => call.TargetMethod,
            IMethodReferenceOperation reference => reference.Method,
            IConversionOperation conversion => conversion.OperatorMethod,
            IUnaryOperation unary => unary.OperatorMethod,
            IBinaryOperation binary => binary.OperatorMethod,
            _ => null,
        };
        return (member is null ? null : TensorReads.ParameterBehind(member, model)) ?? UnreadCode.Behind(part, model) ?? Alias(part);
    }

    /// <summary>The members of the object that a method of its own assigns, as far as its body is read.</summary>
    public IEnumerable<ISymbol> AssignedBy(IMethodSymbol target) => TensorReads.BodiesOf(target, model).SelectMany(static body => body.DescendantNodesAndSelf())
        .Select(node => node switch
        {
            AssignmentExpressionSyntax change => model.GetSymbolInfo(change.Left).Symbol,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax } element => model.GetSymbolInfo(element.Expression).Symbol,
            _ => null,
        }).Where(static symbol => symbol is IFieldSymbol or IPropertySymbol).OfType<ISymbol>();

    private ISymbol? Alias(IOperation part) => part.Type.Is(KnownNames.Tensor) && TensorReads.MemberOf(part) is { } member && part.Parent is not IAssignmentOperation ? ParameterAliases.Of(member, model) : null;

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static double? NumberOf(object? value) => value switch
    {
        float number => number,
        double number => number,
        int number => number,
        _ => null,
    };

    private static bool IsAccessible(ITypeSymbol type)
    {
        for (ITypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (part.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                return false;
        }

        return true;
    }
}
