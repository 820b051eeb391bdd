using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>Follows plain code of the project, from member to member in whichever file, to the parameters that it computes with.</summary>
internal sealed class ParameterSearch(ProjectBodies bodies)
{
    private readonly Dictionary<ISymbol, ISymbol?> found = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IReadOnlyList<ISymbol>> named = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The parameter of a model from which a property or method computes, or the code without a text at hand that may do so (<see cref="UnreadCode"/>); null for none.
    /// </summary>
    public ISymbol? Behind(ISymbol member)
    {
        if (found.TryGetValue(member, out ISymbol? known))
            return known;
        HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        Queue<ISymbol> next = new(IsFollowed(member) && seen.Add(member.OriginalDefinition) ? [member] : []);
        ISymbol? parameter = null;
        while (parameter is null && next.Count > 0)
        {
            foreach (ISymbol symbol in NamedBy(next.Dequeue()))
            {
                if (IsParameter(symbol) || UnreadCode.MayCompute(symbol, bodies))
                {
                    parameter = symbol;
                    break;
                }

                if (IsFollowed(symbol) && seen.Add(symbol.OriginalDefinition))
                    next.Enqueue(symbol);
            }
        }

        return found[member] = parameter;
    }

    /// <summary>The plain code of the project that runs where a member is read or called: the member itself, and what it names and calls.</summary>
    public IEnumerable<ISymbol> ReachedFrom(ISymbol member)
    {
        HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        Queue<ISymbol> next = new(IsFollowed(member) && seen.Add(member.OriginalDefinition) ? [member] : []);
        while (next.Count > 0)
        {
            ISymbol reached = next.Dequeue();
            yield return reached;
            foreach (ISymbol symbol in NamedBy(reached).Where(symbol => IsFollowed(symbol) && seen.Add(symbol.OriginalDefinition)))
                next.Enqueue(symbol);
        }
    }

    /// <summary>Whether a member is a parameter that has a gradient, or any one of a model's list of them.</summary>
    public static bool IsParameter(ISymbol member) => member is { Name: "Tensor", ContainingType: var owner } && owner.Is(KnownNames.NamedTensor) || member is IFieldSymbol or IPropertySymbol && member.OriginalDefinition.Has(KnownNames.Parameter) && !member.OriginalDefinition.Has(KnownNames.NoGradient);

    private bool IsFollowed(ISymbol member) => (member is IPropertySymbol or IMethodSymbol || TensorReads.KeepsCode(member))
        && !new[] { KnownNames.Parameter, KnownNames.NoGradient, KnownNames.Differentiable }.Any(member.OriginalDefinition.Has) && !bodies.IsOfOperations(member);

    /// <summary>What the code of a member reads and calls; and what stands in its place in derived types, or where an interface is implemented.</summary>
    private IReadOnlyList<ISymbol> NamedBy(ISymbol member)
    {
        ISymbol written = UnreadCode.Written(member);
        if (!named.TryGetValue(written, out IReadOnlyList<ISymbol>? known))
            named[written] = known = [.. TensorReads.BodiesOf(member, bodies).SelectMany(ReadIn).Concat(UnreadCode.IsOpen(member) && !TensorHolders.IsOfPlatform(member) ? bodies.ImplementationsOf(written) : []).Distinct(SymbolEqualityComparer.Default)];
        return known;
    }

    private IEnumerable<ISymbol> ReadIn(SyntaxNode body)
    {
        SemanticModel model = bodies.ModelOf(body);
        List<SyntaxNode> read = [.. body.DescendantNodesAndSelf(node => node is not ExpressionStatementSyntax statement || !OnlyLooksOn(statement, model))];
        return read.Select(node => node switch
        {
            SimpleNameSyntax name when TensorReads.IsOfShape(name) || IsAssigned(name) => null,
            BaseObjectCreationExpressionSyntax creation => model.GetSymbolInfo(creation).Symbol is { ContainingType: var type } constructor && ModelTypes.ModelOf(type) is null ? constructor : null,
            SimpleNameSyntax name => AliasIn(name, model) ?? model.GetSymbolInfo(node).Symbol,
            ElementAccessExpressionSyntax or ElementBindingExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax or AssignmentExpressionSyntax { OperatorToken.Text.Length: > 1 } => model.GetSymbolInfo(node).Symbol,
            _ => null,
        }).Concat(read.SelectMany(node => Unwritten(node, model))).OfType<ISymbol>().Where(static symbol => symbol is IPropertySymbol or IMethodSymbol or IFieldSymbol || TensorReads.KeepsCode(symbol));
    }

    /// <summary>The parameter that a name means which is not its own.</summary>
    private ISymbol? AliasIn(SimpleNameSyntax name, SemanticModel model)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetSymbolInfo(name).Symbol is IFieldSymbol or IPropertySymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }
            && TensorHolders.MayHold(model.GetTypeInfo(name).Type) && model.GetOperation(whole) is { } operation && !TensorReads.OfShape(operation) ? bodies.Aliases.Of(operation) : null;
    }

    /// <summary>Code that runs though nobody writes its name: conversions, and that of loops, deconstructions and texts.</summary>
    private static IEnumerable<ISymbol?> Unwritten(SyntaxNode node, SemanticModel model)
    {
        if (node is CommonForEachStatementSyntax loop && model.GetForEachStatementInfo(loop) is var info)
            return [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.ElementConversion.MethodSymbol];
        if (node is AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } change)
            return [model.GetDeconstructionInfo(change).Method];
        if (node is InterpolationSyntax { Expression: var shown })
            return [model.GetTypeInfo(shown).Type?.GetMembers("ToString").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty)];
        return node is ExpressionSyntax expression and not (TypeSyntax { Parent: not (ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax) })
            ? [model.GetConversion(expression).MethodSymbol] : [];
    }

    /// <summary>Whether a statement of its own is a call that gives nothing to the code around it, such as a log.</summary>
    private bool OnlyLooksOn(ExpressionStatementSyntax statement, SemanticModel model)
    {
        if (statement.Expression is not InvocationExpressionSyntax call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ReturnsVoid: true } target || call.ArgumentList.Arguments.Any(static argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None)))
            return false;
        bool isOwn = target.IsStatic || call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
        List<SyntaxNode> code = [.. TensorReads.BodiesOf(target, bodies)];
        return isOwn && (code.Count > 0 || target.IsStatic) && !code.SelectMany(static body => body.DescendantNodesAndSelf()).Any(node => node switch
        {
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var given } => bodies.ModelOf(node).GetSymbolInfo(given).Symbol is IFieldSymbol,
            AssignmentExpressionSyntax change => bodies.ModelOf(node).GetSymbolInfo(change.Left).Symbol is not ILocalSymbol,
            InvocationExpressionSyntax inner => bodies.ModelOf(node).GetSymbolInfo(inner).Symbol is not IMethodSymbol { IsStatic: true } || bodies.HasText(bodies.ModelOf(node).GetSymbolInfo(inner).Symbol!),
            _ => false,
        });
    }

    private static bool IsAssigned(SimpleNameSyntax name)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } change && change.Left == whole;
    }
}
