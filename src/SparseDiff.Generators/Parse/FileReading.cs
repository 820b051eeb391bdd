using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// What was read of a file, and which code of other files it depends on: that of members that were read, and which members use a name that was looked for. It holds in
/// every version of the program that declares the same and in which this code is the same.
/// </summary>
internal sealed class FileReading
{
    private readonly ImmutableArray<SyntaxTree> trees;
    private readonly List<SyntaxNode> read;
    private readonly Dictionary<string, List<SyntaxNode>> searched;

    public FileReading(ParsedFile file, ImmutableArray<SyntaxTree> trees, ProjectBodies bodies)
        : this(file, trees, [.. bodies.Read], bodies.Searched)
    {
    }

    private FileReading(ParsedFile file, ImmutableArray<SyntaxTree> trees, List<SyntaxNode> read, Dictionary<string, List<SyntaxNode>> searched)
    {
        File = file;
        bool dependsOnNone = read.Count == 0 && searched.Count == 0;
        this.trees = dependsOnNone ? [] : trees;
        this.read = read;
        this.searched = searched;
    }

    public ParsedFile File { get; }

    /// <summary>The same reading for other versions of the other files, which declare the same; null when their code asks for a new one.</summary>
    /// <param name="home">The file that was read.</param>
    /// <param name="now">All files of the program.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public FileReading? In(SyntaxTree home, ImmutableArray<SyntaxTree> now, CancellationToken cancellation)
    {
        if (trees.IsEmpty || trees == now || trees.SequenceEqual(now))
            return this;
        Dictionary<SyntaxTree, SyntaxTree> changed = [];
        for (int i = 0; i < trees.Length; i++)
        {
            if (trees[i] != now[i] && now[i] != home)
                changed[trees[i]] = now[i];
        }

        List<SyntaxNode> newlyRead = [];
        foreach (SyntaxNode before in read)
        {
            SyntaxNode? after = changed.TryGetValue(before.SyntaxTree, out SyntaxTree? tree) ? Counterpart(before, tree.GetRoot(cancellation)) : before;
            if (after is null || !IsSame(before, after))
                return null;
            newlyRead.Add(after);
        }

        Dictionary<string, List<SyntaxNode>> newlySearched = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, List<SyntaxNode>> search in searched)
        {
            List<SyntaxNode> kept = [.. search.Value.Where(member => !changed.ContainsKey(member.SyntaxTree))];
            foreach (KeyValuePair<SyntaxTree, SyntaxTree> change in changed)
            {
                cancellation.ThrowIfCancellationRequested();
                List<SyntaxNode> found = [.. NameUses.In(change.Value, search.Key, cancellation).Select(NameUses.CodeAround).OfType<SyntaxNode>().Distinct()];
                List<SyntaxNode> known = [.. search.Value.Where(member => member.SyntaxTree == change.Key)];
                if (found.Count != known.Count || !known.Zip(found, (before, after) => after == Counterpart(before, change.Value.GetRoot(cancellation)) && IsSame(before, after)).All(static same => same))
                    return null;
                kept.AddRange(found);
            }

            newlySearched[search.Key] = kept;
        }

        return new FileReading(File, now, newlyRead, newlySearched);
    }

    private static bool IsSame(SyntaxNode before, SyntaxNode after) => ReferenceEquals(before, after) || SyntaxFactory.AreEquivalent(before, after, topLevel: false);

    /// <summary>The member at the same place among the same declarations.</summary>
    private static SyntaxNode? Counterpart(SyntaxNode member, SyntaxNode root) =>
        member.Parent is not { } parent ? root : Counterpart(parent, root) is { } owner ? Declared(owner).ElementAtOrDefault(Declared(parent).TakeWhile(child => child != member).Count()) : null;

    private static IEnumerable<SyntaxNode> Declared(SyntaxNode owner) => owner.ChildNodes().Where(static child => child is not GlobalStatementSyntax);
}
