using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SparseDiff.Generators.Ir;

/// <summary>A place in the user's source, without the syntax tree it was read from.</summary>
/// <param name="File">The file.</param>
/// <param name="Span">Where in it.</param>
/// <param name="Lines">The same in lines.</param>
/// <param name="Mapped">What a <c>#line</c> directive calls the place.</param>
internal sealed record LocationSpec(string File, TextSpan Span, LinePositionSpan Lines, FileLinePositionSpan Mapped)
{
    public static LocationSpec? Of(Location? location) => location is { IsInSource: true, SourceTree: { } tree }
        ? new LocationSpec(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span, location.GetMappedLineSpan())
        : null;

    public Location ToLocation() => Mapped.Span != Lines || Mapped.HasMappedPath
        ? Location.Create(File, Span, Lines, Mapped.Path, Mapped.Span)
        : Location.Create(File, Span, Lines);
}
