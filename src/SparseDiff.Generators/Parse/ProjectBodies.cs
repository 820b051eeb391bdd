using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// The bodies of a project's files, as far as the reading of one file asks for them. What it asked for is noted: what was read of the file holds as long as that stays
/// the same (<see cref="FileReading"/>).
/// </summary>
internal sealed class ProjectBodies
{
    private static readonly ConditionalWeakTable<Compilation, List<INamedTypeSymbol>> Types = new();

    private readonly Compilation compilation;
    private readonly SyntaxTree home;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Dictionary<string, List<SyntaxNode>> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<ISymbol, IReadOnlyList<ISymbol>> implementations = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<ISymbol?>> containers;

    private readonly Lazy<ISymbol?> any;
    private readonly Lazy<ILookup<string, string>> names;

    public ProjectBodies(Compilation compilation, SyntaxTree home, CancellationToken cancellation)
    {
        (this.compilation, this.home, this.cancellation) = (compilation, home, cancellation);
        containers = new(() => new HashSet<ISymbol?>(RuleReader.ContainersOf(compilation.Assembly), SymbolEqualityComparer.Default));
        any = new(FindParameter);
        names = new(() => compilation.SyntaxTrees.SelectMany(tree => NamesIn(tree, cancellation)).ToLookup(static known => known.Type, static known => known.Name));
    }

    /// <summary>Other files' members whose code was read.</summary>
    public HashSet<SyntaxNode> Read { get; } = [];

    /// <summary>Names that were looked for in all files, and the members of other files in whose code they were found.</summary>
    public Dictionary<string, List<SyntaxNode>> Searched { get; } = new(StringComparer.Ordinal);

    /// <summary>What is known of members so far.</summary>
    public ParameterSearch Parameters => field ??= new ParameterSearch(this);

    /// <summary>The members that hold parameters under other names.</summary>
    public ParameterAliases Aliases => field ??= new ParameterAliases(this);

    /// <summary>What the compiler knows of the file that a node stands in.</summary>
    public SemanticModel ModelOf(SyntaxNode node)
    {
        if (!models.TryGetValue(node.SyntaxTree, out SemanticModel? model))
            models[node.SyntaxTree] = model = compilation.GetSemanticModel(node.SyntaxTree);
        return model;
    }

    /// <summary>Whether a member's text is at hand: an editor also has that of other projects, which is not this one's.</summary>
    public bool HasText(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree));

    /// <summary>Where a symbol of this project is declared; its code is about to be read.</summary>
    public IEnumerable<SyntaxNode> DeclarationsOf(ISymbol symbol)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;
            SyntaxNode declaration = reference.GetSyntax(cancellation);
            if (declaration.SyntaxTree != home && NameUses.CodeAround(declaration) is { } code)
                Read.Add(code);
            yield return declaration;
        }
    }

    /// <summary>Where some file assigns, calls or creates what has this name.</summary>
    public IReadOnlyList<SyntaxNode> UsesOf(string name)
    {
        if (uses.TryGetValue(name, out List<SyntaxNode>? known))
            return known;
        uses[name] = known = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            known.AddRange(NameUses.In(tree, name, cancellation));
        }

        Searched[name] = [.. known.Where(use => use.SyntaxTree != home).Select(NameUses.CodeAround).OfType<SyntaxNode>().Distinct()];
        return known;
    }

    /// <summary>The members of this project that override a member or implement it.</summary>
    public IReadOnlyList<ISymbol> ImplementationsOf(ISymbol member)
    {
        if (!implementations.TryGetValue(member, out IReadOnlyList<ISymbol>? known))
            implementations[member] = known = member.ContainingType.TypeKind == TypeKind.Interface
                ? [.. TypesOf(compilation).SelectMany(type => ImplementationsIn(type, member)).Where(HasText).Distinct(SymbolEqualityComparer.Default)]
                : [.. compilation.GetSymbolsWithName(member.Name, SymbolFilter.Member, cancellation).Where(other => Overrides(other, member))];
        return known;
    }

    /// <summary>The names that files give a type by <c>using</c>.</summary>
    public IEnumerable<string> OtherNamesOf(string type) => names.Value[type];

    /// <summary>A parameter of a model in the file, where nobody knows which one it is.</summary>
    public ISymbol? AnyParameter => any.Value;

    /// <summary>Whether code belongs to an operation or a tensor, which compute from their arguments only.</summary>
    public bool IsOfOperations(ISymbol member) => member.ContainingType is { } type && (type.Is(KnownNames.Tensor) || containers.Value.Contains(type));

    // What a type implements may stand in a base type, in another interface, and under the interface's name.
    private static IEnumerable<ISymbol> ImplementationsIn(INamedTypeSymbol type, ISymbol member) => type.AllInterfaces.Where(known => IsSame(known, member.ContainingType))
        .SelectMany(known => known.GetMembers(member.Name)).Where(declared => IsSame(declared, member)).Select(type.FindImplementationForInterfaceMember)
        .OfType<ISymbol>().Where(other => !IsSame(other, member)).Select(static other => other.OriginalDefinition);

    private static bool Overrides(ISymbol other, ISymbol member)
    {
        for (ISymbol? overridden = OverriddenBy(other); overridden is not null; overridden = OverriddenBy(overridden))
        {
            if (IsSame(overridden, member))
                return true;
        }

        return false;
    }

    private static List<INamedTypeSymbol> TypesOf(Compilation compilation) => Types.GetValue(compilation, static all => [.. all.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(static type => !type.AllInterfaces.IsEmpty)]);

    private static IEnumerable<(string Type, string Name)> NamesIn(SyntaxTree tree, CancellationToken cancellation) =>
        !tree.GetText(cancellation).ToString().Contains("using ") ? [] : tree.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
            .Where(static use => use.Alias is not null).Select(static use => (use.NamespaceOrType switch
            {
                QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
                AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
                SimpleNameSyntax name => name.Identifier.ValueText,
                _ => string.Empty,
            }, use.Alias!.Name.Identifier.ValueText));

    private ISymbol? FindParameter() => home.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>()
        .SelectMany(type => ModelOf(type).GetDeclaredSymbol(type) is INamedTypeSymbol symbol ? WithBases(symbol) : []).SelectMany(static type => type.GetMembers()).FirstOrDefault(ParameterSearch.IsParameter);

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
            yield return part;
    }

    private static bool IsSame(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one?.OriginalDefinition, other.OriginalDefinition);

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IPropertySymbol property => property.OverriddenProperty,
        IMethodSymbol method => method.OverriddenMethod,
        _ => null,
    };
}
