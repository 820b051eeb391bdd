using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads what is not a tensor: constants, arguments, members and expressions of them.</summary>
internal sealed partial class ScalarParser(SemanticModel model, INamedTypeSymbol owner, BodyState state, TypeText types, ProjectBodies bodies)
{
    private const string Policy = "policy";

    /// <summary>An operand of an operation.</summary>
    public OperandSpec Operand(IOperation value, IParameterSymbol parameter) => Operand(value, parameter.Type, parameter.Name, parameter.Name);

    /// <summary>An operand of a sparsity point, with what its settings are checked by.</summary>
    public OperandSpec Setting(IOperation value, IParameterSymbol parameter)
    {
        OperandSpec operand = Operand(value, parameter) with { Location = LocationSpec.Of(value.Syntax.GetLocation()) };
        return parameter.Type.Is(KnownNames.Budget) ? BudgetParser.Annotate(operand, value)
            : parameter.Name == Policy ? PolicyParser.Annotate(operand, value, parameter.ContainingAssembly)
            : operand;
    }

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

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    internal static double? NumberOf(object? value) => value switch
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
