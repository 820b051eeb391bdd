using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Reads compilations one after the other, each version of a file once. The compiler's own search for attributes binds every marked member of
/// a program again after each edit; here an edit of a method's body leaves the other files alone.
/// </summary>
internal sealed class ProgramReader
{
    // An unfinished line changes the declarations for a moment, and finishing it brings the old ones back.
    private const int Most = 4;

    private readonly List<Declarations> recent = [];

    public ParsedProgram Read(Compilation compilation, CancellationToken cancellation) => DeclarationsOf(compilation, cancellation).Read(compilation, cancellation);

    private Declarations DeclarationsOf(Compilation compilation, CancellationToken cancellation)
    {
        lock (recent)
        {
            int found = recent.FindIndex(known => known.Match(compilation));
            Declarations declarations = found >= 0 ? recent[found] : new Declarations(compilation, cancellation);
            if (found >= 0)
                recent.RemoveAt(found);
            recent.Insert(0, declarations);
            if (recent.Count > Most)
                recent.RemoveAt(Most);
            return declarations;
        }
    }
}
