namespace SparseDiff.Grid.Tests;

/// <summary>Where an argument's numbers are drawn from: the function is defined, or interesting, there.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class InAttribute(double least, double most) : Attribute
{
    public double Least { get; } = least;

    public double Most { get; } = most;
}
