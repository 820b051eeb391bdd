using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Shapes;

/// <summary>What is known of a tensor's shape: its last dimensions, and whether these are all.</summary>
/// <param name="IsOpen">Whether there may be more dimensions before.</param>
/// <param name="Last">Dimensions of the method's <see cref="Dimensions"/>.</param>
internal sealed record Shape(bool IsOpen, IReadOnlyList<int> Last)
{
    /// <summary>The shape as a reader knows it: <c>[batch, ?]</c>.</summary>
    public string Text(Dimensions dimensions) =>
        "[" + string.Join(", ", (IsOpen ? [ShapeSpec.Leading] : Array.Empty<string>()).Concat(Last.Select(d => dimensions.NameOf(d) ?? ShapeSpec.Any))) + "]";

    /// <summary>Whether every dimension has a name or a number.</summary>
    public bool IsNamed(Dimensions dimensions) => !IsOpen && Last.All(d => dimensions.NameOf(d) is not null);
}
