using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A type with differentiable methods or parameters: what the generator needs to write another part of it.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Chain">The containing types from the outside in, and the type itself.</param>
/// <param name="Parameters">Its members marked <c>[Parameter]</c>, in order of declaration.</param>
/// <param name="SubModels">Its members that are models themselves, or lists of them.</param>
/// <param name="Methods">The names of its differentiable instance methods: each has a workspace.</param>
/// <param name="IsDisposable">Whether the user's part has a way to dispose it already.</param>
/// <param name="Reserved">Names that mean something inside the type; simple names of ours must not be among them.</param>
/// <param name="Clashes">Type names of ours that mean something else there: they are written out in full.</param>
internal sealed record TypeSpec(
    string Namespace,
    EquatableArray<TypePart> Chain,
    EquatableArray<MemberSpec> Parameters,
    EquatableArray<SubModelSpec> SubModels,
    EquatableArray<string> Methods,
    bool IsDisposable,
    EquatableArray<string> Reserved,
    EquatableArray<string> Clashes)
{
    /// <summary>Whether attributes select from the gradients of parameters, of its own or of models in it.</summary>
    public bool HasSelections => Parameters.Any(static parameter => parameter is { HasGradient: true, Marker: not null }) || SubModels.Any(static part => part is { HasGradient: true, HasSelections: true });

    /// <summary>Whether its list of parameters may come to hold other tensors: models in it and its base look after themselves, and may.</summary>
    public bool MayChange => Base.Length > 0 || SubModels.Count > 0 || Parameters.Any(static parameter => parameter.MayChange);

    /// <summary>Whether attributes select from the gradients of parameters that a base type has.</summary>
    public bool BaseHasSelections { get; init; }

    /// <summary>The nearest base type that is a model, in full; empty when there is none.</summary>
    public string Base { get; init; } = string.Empty;

    /// <summary>The interfaces of models that it lists, in full.</summary>
    public EquatableArray<string> Interfaces { get; init; }

    /// <summary>What other types know it by.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>The types of this project to whose generated code its own refers.</summary>
    public EquatableArray<string> Needs { get; init; }

    public bool IsInterface => Self.Keyword == "interface";

    /// <summary>Whether no type derives from it.</summary>
    public bool IsSealed { get; init; }

    /// <summary>How a member that derived models extend is declared; ends with a space where it is not empty.</summary>
    public string Inheritance => Base.Length > 0 ? "override " : IsSealed ? string.Empty : "virtual ";

    public TypePart Self => Chain[Chain.Count - 1];

    /// <summary>The type as a reader calls it: <c>Outer.Mlp</c>.</summary>
    public string DisplayName => string.Join(".", Chain.Select(static part => part.Name + part.TypeParameters));

    /// <summary>The beginning of the names of its generated files.</summary>
    public string HintName => (Folder + string.Join(".", Chain.Select(static part => part.FileName))).Replace("@", string.Empty);

    /// <summary>What its namespace is called in the names of files; ends with a dot where it is not empty.</summary>
    public string Folder { get; init; } = string.Empty;
}

/// <summary>One type of a nesting chain, as it is declared.</summary>
/// <param name="Keyword">Such as <c>class</c> or <c>record struct</c>.</param>
/// <param name="Name">The name, escaped where it is a keyword.</param>
/// <param name="TypeParameters">Such as <c>&lt;T&gt;</c>, or empty.</param>
/// <param name="FileName">Its part of a file name.</param>
internal sealed record TypePart(string Keyword, string Name, string TypeParameters, string FileName);

/// <summary>A parameter of a model.</summary>
/// <param name="Name">The member's name, escaped.</param>
/// <param name="HasGradient">False when the user marked it <c>[NoGradient]</c>.</param>
internal sealed record MemberSpec(string Name, bool HasGradient)
{
    public string PlainName => Name.TrimStart('@');

    /// <summary>The attribute that asks for a selection from its gradient; null when there is none.</summary>
    public MarkerSpec? Marker { get; init; }

    /// <summary>Whether the member may come to hold another tensor after the object was made.</summary>
    public bool MayChange { get; init; }
}

/// <summary>A member that is a model, or a list of models.</summary>
/// <param name="Name">The member's name, escaped.</param>
/// <param name="Type">The model's type, in full.</param>
/// <param name="IsList">Whether it is an array or list of them.</param>
/// <param name="MayBeNull">Whether there may be none.</param>
/// <param name="IsPublic">Whether everybody who sees the model's gradients sees the type.</param>
/// <param name="HasGradient">False when the user marked it <c>[NoGradient]</c>.</param>
internal sealed record SubModelSpec(string Name, string Type, bool IsList, bool MayBeNull, bool IsPublic, bool HasGradient)
{
    /// <summary>Whether attributes select from the gradients of its parameters, or may, as only the run knows which model it is.</summary>
    public bool HasSelections { get; init; }

    /// <summary>Whether the type is an interface of models: which model it is, and so of which type its gradients are, only the run knows.</summary>
    public bool IsAnyModel { get; init; }

    public string PlainName => Name.TrimStart('@');
}
