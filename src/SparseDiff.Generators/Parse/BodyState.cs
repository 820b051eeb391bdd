using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>What has been read of a method so far: its tensors, scalars and calls, and which of them each variable means now.</summary>
internal sealed partial class BodyState(NamePool names)
{
    public NamePool Names { get; } = names;

    public List<ValueSpec> Values { get; } = [];

    public List<ScalarSpec> Scalars { get; } = [];

    public List<CallSpec> Calls { get; private set; } = [];

    public List<string> Lines { get; } = [];

    public List<Functions.Ir.FunctionSpec> Lambdas { get; } = [];

    public List<DiagnosticSpec> Diagnostics { get; } = [];

    public SortedSet<string> Usings { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensor that a variable, argument or member means at this point.</summary>
    public Dictionary<ISymbol, int> Tensors { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The tensors that a variable of a tuple type means at this point.</summary>
    public Dictionary<ISymbol, IReadOnlyList<int>> Tuples { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The local arrays and lists of tensors.</summary>
    public Dictionary<ISymbol, int> Lists { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Those that a foreach around the statement goes over.</summary>
    public HashSet<int> Iterated { get; } = [];

    /// <summary>The scalar that a variable or argument means at this point.</summary>
    public Dictionary<ISymbol, int> ScalarsOf { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The tensors that members were read as.</summary>
    public Dictionary<ISymbol, int> Members { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The part of the model that a loop's variable is.</summary>
    public Dictionary<ISymbol, EquatableArray<PathPart>> Models { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Variables that stand for such a part until they are assigned again.</summary>
    public HashSet<ISymbol> Aliases { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Loops' variables whose inner values are recomputed.</summary>
    public HashSet<ISymbol> Recomputed { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Tensor variables that were declared without a value.</summary>
    public HashSet<ISymbol> Unassigned { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Numbers that stay variables.</summary>
    public HashSet<ISymbol> Mutable { get; set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Arguments whose gradients callers may want, and that are not active by themselves.</summary>
    public HashSet<int> AskedArguments { get; } = [];

    /// <summary>Variables that hold what was computed from tensors' entries.</summary>
    public HashSet<ISymbol> EntryNumbers { get; set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Arguments whose gradients another method of the project may ask for, which is known only when all methods are read.</summary>
    public HashSet<int> PerhapsAsked { get; } = [];

    /// <summary>Variables that hold what was computed from their entries.</summary>
    public HashSet<ISymbol> PerhapsAskedNumbers { get; set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Where their entries are read: errors as soon as somebody asks.</summary>
    public List<DiagnosticSpec> ArgumentReads { get; } = [];

    /// <summary>Whether what is being read stands in a call of an operation that stops gradients.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The names of all variables and arguments of the method: members of these names are written with their owner.</summary>
    public HashSet<string> VariableNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that several variables have. Blocks of the user's may become one: such variables get names of their own.</summary>
    public HashSet<string> SharedNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of these.</summary>
    public Dictionary<ISymbol, string> Renamed { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The name of a variable that stays one.</summary>
    public string NameOfVariable(ISymbol variable)
    {
        if (!SharedNames.Contains(variable.Name))
            return variable.Name.Escaped();
        if (!Renamed.TryGetValue(variable, out string? name))
            Renamed[variable] = name = Names.TakeNumbered(variable.Name);
        return name;
    }

    /// <summary>The statement being read.</summary>
    public int Line => Lines.Count - 1;

    public int AddValue(string name, ValueKind kind, string text, bool wantsGradient = false, ISymbol? declaration = null)
    {
        ShapeSpec? shape = declaration is null ? null : ShapeParser.Read(declaration, Diagnostics);
        Values.Add(new ValueSpec(name, kind, text, wantsGradient, Calls.Count) { Shape = shape, Block = Block });
        return Values.Count - 1;
    }
}

/// <summary>Ends the reading of a method that cannot be differentiated; the reason is among the diagnostics.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException()
    {
    }

    public RefusedException(string message)
        : base(message)
    {
    }

    public RefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
