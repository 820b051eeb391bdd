using System;

namespace SparseDiff;

/// <summary>
/// Marks an operation that is the identity forwards; backwards, the gradients of the operands of the operation right before it compete, and
/// only the one with the largest L1 norm travels on, or those that the argument <c>policy</c>, an <c>IChildSelection</c>, chooses.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperandSelectionAttribute : Attribute;
