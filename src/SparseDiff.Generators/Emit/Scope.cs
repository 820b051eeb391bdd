using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>How names of ours are written inside a user's type: short, unless the short name means something else there.</summary>
internal sealed class Scope
{
    private static readonly HashSet<string> Imported =
    [
        "SparseDiff", "SparseDiff.Kernels", "SparseDiff.Lanes", "SparseDiff.Gpu",
        "System", "System.Collections.Generic", "System.Linq", "System.ComponentModel", "System.Runtime.CompilerServices",
    ];

    private readonly HashSet<string> reserved;
    private readonly string space;
    private readonly string own;
    private readonly HashSet<string> clashes;

    public Scope(TypeSpec type, IEnumerable<string> locals)
    {
        space = type.Namespace;
        own = type.Chain.Any(static part => part.TypeParameters.Length > 0) ? string.Empty : string.Join(".", type.Chain.Select(static part => part.Name).Prepend(space).Where(static part => part.Length > 0)) + ".";
        reserved = [.. type.Reserved, .. locals];
        clashes = [.. type.Clashes];
    }

    /// <summary>Containers whose methods are called by their simple names.</summary>
    public SortedSet<string> StaticUsings { get; } = new(StringComparer.Ordinal);

    /// <summary>Namespaces whose types are called by their simple names.</summary>
    public SortedSet<string> Usings { get; } = new(StringComparer.Ordinal) { "SparseDiff" };

    /// <summary>A type by its full name.</summary>
    public string Type(string fullName)
    {
        // What the generator writes into the type itself is found from there.
        if (own.Length > 0 && fullName.StartsWith(own, StringComparison.Ordinal) && fullName.Substring(own.Length) is var inner && !reserved.Contains(inner.Split('.')[0]))
            return inner;
        int dot = fullName.LastIndexOf('.');
        string name = fullName.Substring(dot + 1);
        string container = dot < 0 ? string.Empty : fullName.Substring(0, dot);
        // The type's own namespace comes first in a search for names.
        if (container == space && !Imported.Contains(container) && !reserved.Contains(name))
            return name;
        if (reserved.Contains(name) || clashes.Contains(name) || !Imported.Contains(container))
            return "global::" + fullName;
        Usings.Add(container);
        return name;
    }

    /// <summary>A type of the namespace SparseDiff by its short name.</summary>
    public string Ours(string name) => Type("SparseDiff." + name);

    /// <summary>A method of a rule container: by its name alone where that cannot mean anything else.</summary>
    public string Method(string container, string method)
    {
        if (container != "SparseDiff.Ops" || reserved.Contains(method) || clashes.Contains(method))
            return Container(container) + "." + method;
        StaticUsings.Add(container);
        return method;
    }

    /// <summary>A constant of one of our enums, which the parser writes with its full name.</summary>
    public string Constant(string text) =>
        text.Split('.') is ["SparseDiff", var type, var member] && char.IsUpper(member[0])
            ? $"{Ours(type)}.{member}"
            : text.Contains('.') && char.IsUpper(text[0]) ? "global::" + text : text;

    private string Container(string container) =>
        container.LastIndexOf('.') == (space.Length > 0 ? space.Length : -1) || container.StartsWith("SparseDiff.", StringComparison.Ordinal) && container.LastIndexOf('.') == "SparseDiff".Length ? Type(container) : "global::" + container;
}
