using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>A call and the operation it means.</summary>
/// <param name="Operation">The operation, with its rules.</param>
/// <param name="Operands">By parameter.</param>
/// <param name="Results">The values it gives.</param>
/// <param name="Line">The user's statement.</param>
/// <param name="Marker">The attribute that put it there, or null for a call of the user's.</param>
/// <param name="Callee">The differentiable method that is called; null for an operation.</param>
/// <param name="Position">The number of the user's call.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record BoundCall(
    OperationSpec Operation, EquatableArray<OperandSpec> Operands, EquatableArray<int> Results, int Line, MarkerSpec? Marker, CalleeSpec? Callee, int Position, LocationSpec? Location)
{
    public int Result => Results[0];

    /// <summary>The tensors through which a gradient can flow back.</summary>
    public IEnumerable<OperandSpec> Differentiable => Operation.StopsGradient ? [] : Callee is null
        ? Tensors
        : Tensors.Where(operand => Callee.Differentiable.Any(argument => argument.Name == operand.Parameter));

    public IEnumerable<OperandSpec> Tensors => Operands.Where(static o => o.Kind == OperandKind.Tensor);

    public OperandSpec? Find(string parameter) => Operands.FirstOrDefault(operand => operand.Parameter == parameter);
}

/// <summary>A method whose every call is bound to an operation, with the sparsity points of its attributes in place.</summary>
internal sealed record BoundMethod(EquatableArray<ValueSpec> Values, EquatableArray<BoundCall> Calls, EquatableArray<int> Results);
