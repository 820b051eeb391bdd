namespace SparseDiff.Grid.Tests;

/// <summary>
/// The function stops a gradient. Its differences are those of another method of its class: of the same arguments, and behind them once more those that stay as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FreezesAttribute(string twin) : Attribute
{
    public string Twin { get; } = twin;
}
