using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>A call and the operation it means.</summary>
/// <param name="Operation">The operation, with its rules.</param>
/// <param name="Operands">By parameter.</param>
/// <param name="Result">The value it gives.</param>
/// <param name="Line">The user's statement.</param>
/// <param name="Marker">The attribute that put it there, or null for a call of the user's.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record BoundCall(
    OperationSpec Operation, EquatableArray<OperandSpec> Operands, int Result, int Line, MarkerSpec? Marker, LocationSpec? Location)
{
    public IEnumerable<OperandSpec> Tensors => Operands.Where(static o => o.Kind == OperandKind.Tensor);

    public OperandSpec? Find(string parameter) => Operands.FirstOrDefault(operand => operand.Parameter == parameter);
}

/// <summary>A method whose every call is bound to an operation, with the sparsity points of its attributes in place.</summary>
internal sealed record BoundMethod(EquatableArray<ValueSpec> Values, EquatableArray<BoundCall> Calls, int Result);
