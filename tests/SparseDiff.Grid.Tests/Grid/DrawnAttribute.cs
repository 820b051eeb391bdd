namespace SparseDiff.Grid.Tests;

/// <summary>How many labels or indices a function takes, and what they are below: <c>[Drawn("n", "classes")]</c>, by the names of dimensions.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class DrawnAttribute(string dimensions, string below) : Attribute
{
    public string Dimensions { get; } = dimensions;

    public string Below { get; } = below;
}
