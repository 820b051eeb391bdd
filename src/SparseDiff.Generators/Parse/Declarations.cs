using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// All that one file of a program can see of the others: references, options, and every file but for the bodies of its methods. As long as it stays the same, an
/// unchanged file means what it meant, and what was read of it holds; but for what the bodies say that its reading had to look into (<see cref="FileReading"/>).
/// </summary>
internal sealed class Declarations
{
    private readonly ConditionalWeakTable<SyntaxTree, Version> files = new();
    private readonly ImmutableArray<MetadataReference> references;
    private readonly CompilationOptions options;
    private readonly string? assembly;
    private readonly MarkerNames names;
    private readonly bool hasGpu;

    // A newer version of a file shares most of its nodes with the last one: comparing with that is quickest.
    private ImmutableArray<SyntaxTree> trees;
    private SourceRules? rules;

    public Declarations(Compilation compilation, CancellationToken cancellation)
    {
        trees = [.. compilation.SyntaxTrees];
        references = compilation.ExternalReferences;
        options = compilation.Options;
        assembly = compilation.AssemblyName;
        names = MarkerNames.Of(trees, cancellation);
        hasGpu = compilation.GetTypeByMetadataName("SparseDiff.Gpu.IGpuElementwise`1") is not null;
    }

    /// <summary>Whether a compilation declares the same; it is the newest version then.</summary>
    public bool Match(Compilation compilation)
    {
        ImmutableArray<SyntaxTree> known = trees;
        ImmutableArray<SyntaxTree> others = [.. compilation.SyntaxTrees];
        if (known.Length != others.Length || compilation.AssemblyName != assembly || !compilation.Options.Equals(options) || !compilation.ExternalReferences.SequenceEqual(references))
            return false;
        for (int i = 0; i < known.Length; i++)
        {
            if (!ReferenceEquals(known[i], others[i]) && !SameDeclarations.In(known[i], others[i]))
                return false;
        }

        trees = others;
        return true;
    }

    /// <summary>Reads those files of a compilation that have not been read yet.</summary>
    public ParsedProgram Read(Compilation compilation, CancellationToken cancellation)
    {
        List<ParsedFile> marked = [];
        ImmutableArray<SyntaxTree> all = [.. compilation.SyntaxTrees];
        foreach (SyntaxTree tree in all)
        {
            ParsedFile file = Read(compilation, tree, all, cancellation);
            if (!ReferenceEquals(file, ParsedFile.Empty))
                marked.Add(file);
        }

        return new ParsedProgram(new(marked.ToArray()), Rules(compilation, cancellation), hasGpu);
    }

    private ParsedFile Read(Compilation compilation, SyntaxTree tree, ImmutableArray<SyntaxTree> all, CancellationToken cancellation)
    {
        Version version = files.GetOrCreateValue(tree);
        FileReading? reading = version.Reading?.In(tree, all, cancellation);
        if (reading is null)
        {
            ProjectBodies bodies = new(compilation, tree, cancellation);
            reading = new FileReading(FileParser.Parse(compilation, tree, names, bodies, cancellation), all, bodies);
        }

        if (reading.File.StaysIn(tree.FilePath))
            version.Reading = reading;
        return reading.File;
    }

    /// <summary>The rules, which know where they stand: an edit above them moves them.</summary>
    private RuleTable Rules(Compilation compilation, CancellationToken cancellation)
    {
        if (rules is not { } known || !known.Trees.All(compilation.ContainsSyntaxTree))
            rules = known = new SourceRules(RuleReader.Read(compilation, cancellation), RuleReader.SourcesOf(compilation));
        return known.Table;
    }

    /// <summary>A version of a file, and the last reading of it.</summary>
    private sealed class Version
    {
        public FileReading? Reading { get; set; }
    }

    private sealed record SourceRules(RuleTable Table, IReadOnlyList<SyntaxTree> Trees);
}
