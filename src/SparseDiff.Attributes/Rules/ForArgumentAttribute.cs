using System;

namespace SparseDiff;

/// <summary>
/// On a derivative rule: the rule is for calls whose argument of this name is this constant, and takes precedence there over
/// rules without the attribute. So an argument such as a scope can decide the format of the gradient.
/// </summary>
/// <param name="argument">The name of the operation's argument.</param>
/// <param name="value">The constant.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForArgumentAttribute(string argument, object value) : Attribute
{
    /// <summary>The name of the operation's argument.</summary>
    public string Argument { get; } = argument;

    /// <summary>The constant.</summary>
    public object Value { get; } = value;
}
