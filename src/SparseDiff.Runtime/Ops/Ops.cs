namespace SparseDiff;

/// <summary>
/// The operations: functions of tensors that models are written with (<c>using static SparseDiff.Ops;</c>), and beside each its
/// derivative rules. One file for each operation.
/// </summary>
/// <remarks>
/// Every operation checks shapes, then runs kernels of the tensors' device. The argument <c>into</c>, where there is one, is for
/// generated code: it names the reused buffer of the result; without it the result is a new tensor.
/// </remarks>
public static partial class Ops;
