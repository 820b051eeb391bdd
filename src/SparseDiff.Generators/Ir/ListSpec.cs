namespace SparseDiff.Generators.Ir;

/// <summary>What a call does with a local array or list of tensors. Its operands are an <c>index</c> or a <c>length</c>, and a <c>value</c>.</summary>
/// <param name="Access">What it does.</param>
/// <param name="List">The list, which is a value of the method like a tensor.</param>
internal sealed record ListSpec(ListAccess Access, int List)
{
    public const string Index = "index";
    public const string Length = "length";
    public const string Value = "value";
}

/// <summary>What happens to a local array or list of tensors.</summary>
internal enum ListAccess
{
    /// <summary>It is made.</summary>
    Create,

    /// <summary>An element is read.</summary>
    Read,

    /// <summary>An element is written.</summary>
    Write,

    /// <summary>An element is added at the end.</summary>
    Append,
}
