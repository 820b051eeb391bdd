using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Local arrays and lists of tensors: their elements, and lists that an operation is given.</content>
internal sealed partial class TensorParser
{
    // A compound assignment reads and writes one element: its number is computed once.
    private readonly Dictionary<IOperation, OperandSpec> indexes = [];

    /// <summary>Whether a variable of this type may hold a list of tensors: an array or a <see cref="List{T}"/>.</summary>
    public static bool IsList(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1 } array ? array.ElementType.Is(KnownNames.Tensor) : type.Is(KnownNames.ListOfTensors);

    /// <summary>The local array or list that an expression is; null when it is none.</summary>
    public int? ListOf(IOperation? value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => ListOf(conversion.Operand),
        ILocalReferenceOperation local when state.Lists.TryGetValue(local.Local, out int list) => list,
        _ => null,
    };

    /// <summary>Whether an expression is an element of a local array or list.</summary>
    public bool IsElement(IOperation value, out int list, out IOperation index)
    {
        (IOperation? of, IOperation? number) = value switch
        {
            IArrayElementReferenceOperation { Indices: [var only] } element => (element.ArrayReference, only),
            IPropertyReferenceOperation { Arguments: [var only] } element => (element.Instance, only.Value),
            IImplicitIndexerReferenceOperation element => (element.Instance, element.Argument),
            _ => (null, null),
        };
        index = number!;
        list = ListOf(of) ?? -1;
        return list >= 0;
    }

    /// <summary>The number of an element, read once.</summary>
    public OperandSpec IndexOf(int list, IOperation index)
    {
        if (indexes.TryGetValue(index, out OperandSpec? known))
            return known;
        IOperation plain = index;
        while (plain is IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion)
            plain = conversion.Operand;
        OperandSpec operand;
        if (plain is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd)
            operand = new OperandSpec(ListSpec.Index, OperandKind.Scalar, scalars.FromEnd(list, fromEnd.Operand, state.Names.TakeNumbered(ListSpec.Index)), string.Empty);
        else if (plain.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char)
            operand = scalars.Operand(plain, scalars.Whole, ListSpec.Index, ListSpec.Index);
        else
            throw plain.Type is null or IErrorTypeSymbol ? new RefusedException(Quote.Of(plain.Syntax)) : RefuseList(plain, $"is no number of an element that is known here, but of type {plain.Type.ToDisplayString()}");
        return indexes[index] = operand;
    }

    /// <summary>An element is read.</summary>
    public int Element(int list, OperandSpec index, string name, IOperation where)
    {
        int value = state.AddValue(name, ValueKind.Call, name);
        Access(ListAccess.Read, list, [index], [value], where);
        return value;
    }

    /// <summary>An element is written, or without a number added at the end.</summary>
    public void Store(int list, OperandSpec? index, IOperation value, IOperation where)
    {
        if (state.Iterated.Contains(list) && index is null)
            throw RefuseList(where, "changes the list while foreach goes over it");
        OperandSpec stored = new(ListSpec.Value, OperandKind.Tensor, Parse(value), string.Empty);
        Access(index is null ? ListAccess.Append : ListAccess.Write, list, index is null ? [stored] : [index, stored], [], where);
    }

    /// <summary>An array or list is made.</summary>
    /// <param name="value">The expression that makes it.</param>
    /// <param name="name">Its name in generated code.</param>
    public int NewList(IOperation value, string name)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return NewList(conversion.Operand, name);
            case IArrayCreationOperation { DimensionSizes: [var length], Initializer: null }:
                OperandSpec size = scalars.Operand(length, scalars.Whole, ListSpec.Length, ListSpec.Length);
                return Made(name, value, [size]);
            case IArrayCreationOperation { Initializer: { } initializer }:
                return Filled(name, value, initializer.ElementValues);
            case ICollectionExpressionOperation { Elements: var elements } when !elements.Any(static element => element is ISpreadOperation):
                return Filled(name, value, elements);
            case IObjectCreationOperation { Arguments: [] or [{ Parameter.Type.SpecialType: SpecialType.System_Int32 }] } creation when IsList(creation.Type):
                List<IOperation> added = [];
                foreach (IOperation element in creation.Initializer?.Initializers ?? [])
                    added.Add(element is IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var only] } ? only.Value : throw RefuseList(element, "does not add one element"));
                return Filled(name, value, added);
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(value.Syntax));
            default:
                throw RefuseList(value, "is no new array or list: no new T[n], new List<T>() or [a, b]");
        }
    }

    /// <summary>The list that an operation is given: a local one, or one that is written down there.</summary>
    private OperandSpec ListOperand(IOperation value, string parameter) =>
        new(parameter, OperandKind.List, ListOf(value) ?? NewList(value, state.Names.TakeNumbered(parameter)), string.Empty);

    private int Filled(string name, IOperation value, IEnumerable<IOperation> elements)
    {
        int list = Made(name, value, []);
        foreach (IOperation element in elements)
            Store(list, null, element, element);
        return list;
    }

    private int Made(string name, IOperation value, EquatableArray<OperandSpec> operands)
    {
        int list = state.AddValue(name, ValueKind.List, name);
        Access(ListAccess.Create, list, operands, [list], value);
        return list;
    }

    private void Access(ListAccess access, int list, EquatableArray<OperandSpec> operands, EquatableArray<int> results, IOperation where) => state.Calls.Add(
        new CallSpec([], "a list of tensors", operands, results, state.Line, null, LocationSpec.Of(where.Syntax.GetLocation())) { List = new ListSpec(access, list) });

    public RefusedException RefuseList(IOperation where, string why) => Refuse(Descriptors.UnsupportedList, where, Quote.Of(where.Syntax), why);
}
