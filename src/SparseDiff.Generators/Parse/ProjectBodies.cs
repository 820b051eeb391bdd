using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// The bodies of a project's files, as far as the reading of one file asks for them. What it asked for is noted: what was read of the file holds as long as that stays
/// the same (<see cref="FileReading"/>).
/// </summary>
internal sealed class ProjectBodies(Compilation compilation, SyntaxTree home, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Dictionary<string, List<SyntaxNode>> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<ISymbol, IReadOnlyList<ISymbol>> implementations = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<ISymbol?>> containers = new(() => new HashSet<ISymbol?>(RuleReader.ContainersOf(compilation.Assembly), SymbolEqualityComparer.Default));

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
            implementations[member] = known = [.. compilation.GetSymbolsWithName(member.Name, SymbolFilter.Member, cancellation).Where(other => Implements(other, member))];
        return known;
    }

    /// <summary>Whether code belongs to an operation or a tensor, which compute from their arguments only.</summary>
    public bool IsOfOperations(ISymbol member) => member.ContainingType is { } type && (type.Is(KnownNames.Tensor) || containers.Value.Contains(type));

    private static bool Implements(ISymbol other, ISymbol member)
    {
        if (other.IsStatic || SymbolEqualityComparer.Default.Equals(other, member))
            return false;
        if (member.ContainingType.TypeKind == TypeKind.Interface)
            return other.ContainingType.AllInterfaces.Any(known => IsSame(known, member.ContainingType)
                && known.GetMembers(member.Name).Any(declared => IsSame(declared, member) && IsSame(other.ContainingType.FindImplementationForInterfaceMember(declared), other)));
        for (ISymbol? overridden = OverriddenBy(other); overridden is not null; overridden = OverriddenBy(overridden))
        {
            if (IsSame(overridden, member))
                return true;
        }

        return false;
    }

    private static bool IsSame(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one?.OriginalDefinition, other.OriginalDefinition);

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IPropertySymbol property => property.OverriddenProperty,
        IMethodSymbol method => method.OverriddenMethod,
        _ => null,
    };
}
