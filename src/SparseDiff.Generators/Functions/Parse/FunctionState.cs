using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>What has been read of a scalar function so far.</summary>
internal sealed class FunctionState(IMethodSymbol function, SemanticModel model, BodyState body, TypeText types)
{
    private readonly Dictionary<ISymbol, int> indices = new(SymbolEqualityComparer.Default);

    public IMethodSymbol Function { get; } = function;

    public BodyState Body { get; } = body;

    public TypeText Types { get; } = types;

    public List<Variable> Variables { get; } = [];

    public int Line => Body.Lines.Count - 1;

    public int? IndexOf(ISymbol symbol) => indices.TryGetValue(symbol, out int index) ? index : null;

    /// <summary>A variable of the user's.</summary>
    public int Declare(ISymbol symbol, ITypeSymbol type, bool wantsGradient, SyntaxNode where)
    {
        if (type is IErrorTypeSymbol)
            throw new RefusedException(symbol.Name);
        bool isArgument = symbol is IParameterSymbol;
        if (!isArgument && (type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || !Types.IsNameable(type)))
            throw Refuse(Descriptors.FunctionStatement, where, $"A variable of type {type.ToDisplayString()}", Function.Name);
        string name = NameOf(symbol.Name);
        bool isArray = isArgument && NumberTypeOf.Elements(type).IsReal();
        NumberType number = isArray ? NumberTypeOf.Elements(type) : NumberTypeOf.Type(type);
        return indices[symbol] = Add(new Variable(name, number, Types.Of(type), isArray, wantsGradient), symbol);
    }

    /// <summary>A number from around a lambda.</summary>
    public void Capture(ISymbol symbol) => indices[symbol] = Add(new Variable(NameOf(symbol.Name), NumberType.Single, "float", false, false), symbol);

    /// <summary>A variable of ours.</summary>
    public int Fresh(string stem, NumberType type, string typeText) => Add(new Variable(Body.Names.TakeNumbered(stem), type, typeText, false, false), null);

    /// <summary>The user's text with every name bound, and the variables it reads.</summary>
    public string Copy(SyntaxNode syntax, out IReadOnlyCollection<int> reads)
    {
        ScalarText text = new(model, Function.ContainingType, Body, Types);
        string copy = text.Copy(syntax);
        reads = [.. text.ReadsScalars.OrderBy(static read => read)];
        return copy;
    }

    /// <summary>The same text for where variables of type float have become doubles; null when it is no other.</summary>
    public string? CopyWide(SyntaxNode syntax, IEnumerable<int> reads) => reads.Any(read => Variables[read].TypeText == "float")
        ? new ScalarText(model, Function.ContainingType, Body, Types) { NarrowsFloats = true }.Copy(syntax)
        : null;

    public RefusedException Refuse(DiagnosticDescriptor descriptor, SyntaxNode where, params string[] words)
    {
        Body.Diagnostics.Add(DiagnosticSpec.Create(descriptor, LocationSpec.Of(where.GetLocation()), words));
        return new RefusedException();
    }

    private string NameOf(string name) => Body.Names.IsReservedFor(name) ? name.Escaped() : Body.Names.TakeNumbered(name);

    private int Add(Variable variable, ISymbol? symbol)
    {
        if (symbol is not null)
            Body.ScalarsOf[symbol] = Variables.Count;
        Body.Scalars.Add(new ScalarSpec(variable.Name, variable.TypeText, variable.Name, IsArgument: symbol is IParameterSymbol, 0, [], [], 0));
        Variables.Add(variable);
        return Variables.Count - 1;
    }
}
