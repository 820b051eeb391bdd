using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SparseDiff.Generators.Ir;

/// <summary>A place in the user's source, without the syntax tree it was read from.</summary>
internal sealed record LocationSpec(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationSpec? Of(Location? location) => location is { IsInSource: true, SourceTree: { } tree }
        ? new LocationSpec(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
        : null;

    public Location ToLocation() => Location.Create(File, Span, Lines);
}
