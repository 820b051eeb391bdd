using System;

namespace SparseDiff;

/// <summary>
/// Names a static class of this assembly that holds operations and their derivative rules. The generator reads only classes
/// named here, never every referenced assembly.
/// </summary>
/// <param name="container">The static class.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DifferentiationRulesAttribute(Type container) : Attribute
{
    /// <summary>The static class.</summary>
    public Type Container { get; } = container;
}
