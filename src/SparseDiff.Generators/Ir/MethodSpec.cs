using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>
/// A differentiable method after parsing: a flat list of calls, each of whose results has a name and is assigned once.
/// </summary>
/// <param name="Type">The containing type.</param>
/// <param name="Name">The method's name, escaped.</param>
/// <param name="IsStatic">Whether the gradient is for the arguments, not for the type's parameters.</param>
/// <param name="Accessibility">Such as <c>public</c>.</param>
/// <param name="Arguments">In order.</param>
/// <param name="Values">All tensors.</param>
/// <param name="Scalars">All captured non-tensors.</param>
/// <param name="Calls">In order of evaluation.</param>
/// <param name="Lines">The user's statements, as written.</param>
/// <param name="Results">The values that are returned.</param>
/// <param name="ResultNames">The names of several results; empty for one.</param>
/// <param name="Markers">Attributes that ask for sparsity points.</param>
/// <param name="Names">Names that the user's code uses in the method.</param>
/// <param name="Usings">Namespaces of extension methods in copied expressions.</param>
/// <param name="GivesInputGradients">Whether the user asks for the gradients of an instance method's arguments.</param>
/// <param name="Location">The method's name.</param>
internal sealed record MethodSpec(
    TypeSpec Type,
    string Name,
    bool IsStatic,
    string Accessibility,
    EquatableArray<ArgumentSpec> Arguments,
    EquatableArray<ValueSpec> Values,
    EquatableArray<ScalarSpec> Scalars,
    EquatableArray<CallSpec> Calls,
    EquatableArray<string> Lines,
    EquatableArray<int> Results,
    EquatableArray<string> ResultNames,
    EquatableArray<MarkerSpec> Markers,
    EquatableArray<string> Names,
    EquatableArray<string> Usings,
    bool GivesInputGradients,
    LocationSpec? Location)
{
    /// <summary>The declared shape of the result.</summary>
    public ShapeSpec? ResultShape { get; init; }

    /// <summary>The lambdas that it maps over tensors.</summary>
    public EquatableArray<Functions.Ir.FunctionSpec> Lambdas { get; init; }

    /// <summary>Reads of an argument's entries as numbers: errors where another method asks for the argument's gradient.</summary>
    public EquatableArray<DiagnosticSpec> ArgumentReads { get; init; }

    public string PlainName => Name.TrimStart('@');

    /// <summary>As a reader calls it: <c>Mlp.Loss</c>.</summary>
    public string DisplayName => $"{Type.DisplayName}.{Name}";

    /// <summary>Of a block of a region, planned as a method of its own: its number.</summary>
    public int Block { get; init; }

    /// <summary>The calls of all blocks.</summary>
    public IEnumerable<CallSpec> AllCalls => Flat(Calls);

    private static IEnumerable<CallSpec> Flat(IEnumerable<CallSpec> calls) =>
        calls.SelectMany(static call => new[] { call }.Concat(call.Region is { } region ? region.Blocks.SelectMany(static block => Flat(block.Calls)) : []));

    /// <summary>Whether it has statements whose order counts, or blocks.</summary>
    public bool IsStructured => Calls.Any(static call => call.Region is not null) || Scalars.Any(static scalar => scalar.IsStatement);

    /// <summary>The interfaces of models whose method it implements, in full.</summary>
    public EquatableArray<string> Interfaces { get; init; }

    /// <summary>The methods of this project's interfaces that it implements.</summary>
    public EquatableArray<string> Implements { get; init; }

    /// <summary>Whether a base type has a differentiable method of this name, whose record of kept values this one's hides.</summary>
    public bool HidesSaved { get; init; }

    /// <summary>What other methods know it by.</summary>
    public string Key { get; init; } = string.Empty;
}

/// <summary>A parameter of a differentiable method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written in generated code.</param>
/// <param name="IsTensor">Whether it is a tensor.</param>
/// <param name="WantsGradient">Whether its gradient may be asked for: not where it is marked <c>[NoGradient]</c>.</param>
internal sealed record ArgumentSpec(string Name, string Type, bool IsTensor, bool WantsGradient)
{
    /// <summary>Of a called method: the declared shape.</summary>
    public ShapeSpec? Shape { get; init; }
}

/// <summary>A tensor of the forward pass.</summary>
/// <param name="Name">Its name in generated code.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Text">How to read it, when it is not the result of a call.</param>
/// <param name="WantsGradient">Whether its gradient is what the method is differentiated for.</param>
/// <param name="BeforeCall">Of a captured member: the call before which it is read.</param>
internal sealed record ValueSpec(string Name, ValueKind Kind, string Text, bool WantsGradient, int BeforeCall)
{
    /// <summary>How a variable reads that has no value yet.</summary>
    public const string None = "null!";

    /// <summary>The block that it belongs to.</summary>
    public int Block { get; init; }

    /// <summary>Its declared shape.</summary>
    public ShapeSpec? Shape { get; init; }

    /// <summary>Of what plain code made: the captured expression; else -1.</summary>
    public int Scalar { get; init; } = -1;
}

/// <summary>Where a tensor comes from.</summary>
internal enum ValueKind
{
    /// <summary>A member marked <c>[Parameter]</c>.</summary>
    Parameter,

    /// <summary>An argument of the method.</summary>
    Argument,

    /// <summary>Another member, read once.</summary>
    Member,

    /// <summary>What plain code made of variables, by the captured expression of the same name.</summary>
    Plain,

    /// <summary>The result of a call.</summary>
    Call,

    /// <summary>What a loop's variable is when an iteration begins; and in a block, anything from around it.</summary>
    Outer,

    /// <summary>Not a tensor but a local array or list of tensors.</summary>
    List,
}

/// <summary>A value that is not a tensor, or one that plain code made: read once in the forward pass.</summary>
/// <param name="Name">Its name in generated code.</param>
/// <param name="Type">Its type as written in generated code; null for an argument.</param>
/// <param name="Text">The user's expression; for an argument its name.</param>
/// <param name="IsArgument">Whether it needs no declaration of its own.</param>
/// <param name="BeforeCall">The call before which it is evaluated.</param>
/// <param name="Reads">Tensors whose shapes the expression reads.</param>
/// <param name="ReadsScalars">Other captured scalars that the expression reads.</param>
/// <param name="Line">The user's statement.</param>
internal sealed record ScalarSpec(
    string Name, string Type, string Text, bool IsArgument, int BeforeCall, EquatableArray<int> Reads, EquatableArray<int> ReadsScalars, int Line)
{
    /// <summary>The block that it belongs to.</summary>
    public int Block { get; init; }

    /// <summary>Whether it is a statement without a result, which runs where it stands.</summary>
    public bool IsStatement { get; init; }

    /// <summary>Whether nothing of its block comes after it.</summary>
    public bool Throws => IsStatement && Text.StartsWith("throw ", StringComparison.Ordinal);

    /// <summary>Whether it stands for the number of an iteration in the backward pass.</summary>
    public bool IsPosition { get; init; }
}

/// <summary>A call of an operation.</summary>
/// <param name="Keys">The overloads it may mean, best first (an operator may stand for one of several).</param>
/// <param name="Name">The operation's name for messages.</param>
/// <param name="Operands">By parameter.</param>
/// <param name="Results">The values it gives: one, but of a differentiable method.</param>
/// <param name="Line">The user's statement it belongs to.</param>
/// <param name="Callee">The differentiable method; null for an operation.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record CallSpec(
    EquatableArray<string> Keys, string Name, EquatableArray<OperandSpec> Operands, EquatableArray<int> Results, int Line, CalleeSpec? Callee, LocationSpec? Location)
{
    public int Result => Results[0];

    /// <summary>The statement with blocks that it is; null for a call.</summary>
    public RegionSpec? Region { get; init; }

    /// <summary>What it does with a local array or list; null for a call.</summary>
    public ListSpec? List { get; init; }
}

/// <summary>An operand of a call.</summary>
/// <param name="Parameter">The operation's parameter.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Which tensor or scalar.</param>
/// <param name="Text">The text of a constant.</param>
internal sealed record OperandSpec(string Parameter, OperandKind Kind, int Index, string Text)
{
    /// <summary>The value of a constant number, or of the number in a budget, for checks.</summary>
    public double? Number { get; init; }

    /// <summary>Of a budget: its kind where that is constant, as messages call it, and the policies' limits.</summary>
    public string? BudgetKind { get; init; }

    /// <summary>Of a policy: what it is made of, where that is written in its place.</summary>
    public MadePolicy? Made { get; init; }

    /// <summary>Of a sparsity point: where the user wrote it; null when it was left out.</summary>
    public LocationSpec? Location { get; init; }

    /// <summary>The captured scalars among the elements of a list.</summary>
    public EquatableArray<int> Scalars { get; init; }

    /// <summary>Whether the user left it out and it has its default value.</summary>
    public bool IsOmitted { get; init; }

    /// <summary>Of a member that an attribute names: the type that the marker's parameter must have; null where any will do.</summary>
    public string? Type { get; init; }
}

/// <summary>A policy of the runtime's that is made where a point names it.</summary>
/// <param name="Type">The name of its type.</param>
/// <param name="Settings">Its settings, by the names that markers have for them.</param>
internal sealed record MadePolicy(string Type, EquatableArray<OperandSpec> Settings)
{
    /// <summary>As the user wrote it, and as <c>PolicyLimits</c> tells it from the marker.</summary>
    public string Name => "new " + Type;
}

/// <summary>What an operand is.</summary>
internal enum OperandKind
{
    /// <summary>A tensor of the forward pass.</summary>
    Tensor,

    /// <summary>A captured scalar.</summary>
    Scalar,

    /// <summary>A constant, written where it is used.</summary>
    Constant,

    /// <summary>An optional tensor that is not there.</summary>
    Absent,

    /// <summary>A local array or list of tensors.</summary>
    List,
}

/// <summary>An attribute that asks for a sparsity point after every linear operation.</summary>
/// <param name="Operation">The name of the marker method.</param>
/// <param name="Attribute">The attribute as written.</param>
/// <param name="Arguments">The marker's arguments by name.</param>
/// <param name="Location">Where the attribute stands.</param>
internal sealed record MarkerSpec(string Operation, string Attribute, EquatableArray<OperandSpec> Arguments, LocationSpec? Location)
{
    /// <summary>Of a parameter: how a constant's text begins that is a member of the model.</summary>
    public const string Model = "model.";

    /// <summary>Whether what passes is unbiased, so that nothing of a parameter's gradient is kept for later.</summary>
    public bool IsUnbiased { get; init; }
}

/// <summary>The outcome of a step for one method: its product, or why there is none, and what is to be reported.</summary>
internal sealed record Outcome<T>(T? Product, EquatableArray<DiagnosticSpec> Diagnostics)
    where T : class;
