namespace SparseDiff.Grid.Tests;

/// <summary>
/// The functions of this class round to single precision where plain C# executes them, as functions of floats do that are mapped over tensors. Their values are compared but for
/// rounding, and their differences taken of the generated forward pass, whose lanes are doubles.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RoundedAttribute : Attribute;
