using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A derivative rule: a static method that computes the gradient of one argument of an operation.</summary>
/// <param name="Container">The full name of the static class.</param>
/// <param name="Method">The rule's name.</param>
/// <param name="Operation">The name of the operation.</param>
/// <param name="Argument">The argument whose gradient it computes.</param>
/// <param name="Accepts">The format of the cotangent it takes.</param>
/// <param name="Returns">The format it returns; null when it adds to its destination.</param>
/// <param name="Into">What its destination is.</param>
/// <param name="IsFused">Whether it takes a kernel that produces the cotangent instead of the cotangent.</param>
/// <param name="Parameters">All but <c>into</c>, in order.</param>
/// <param name="Case">The constant argument that it is for; null when it is for all calls.</param>
/// <param name="Location">Where it stands, when in this project.</param>
internal sealed record VjpRule(
    string Container,
    string Method,
    string Operation,
    string Argument,
    Format Accepts,
    Format? Returns,
    Destination Into,
    bool IsFused,
    EquatableArray<ParameterSpec> Parameters,
    ArgumentCase? Case,
    LocationSpec? Location)
{
    public const string Cotangent = "dY";
    public const string Result = "y";
    public const string Pull = "pull";
    public const string Inputs = "inputs";

    /// <summary>The forward values that it reads, by name.</summary>
    public IEnumerable<ParameterSpec> Reads =>
        Parameters.Where(static p => p.Name is not (Cotangent or Pull or Inputs));

    /// <summary>The signature as it appears in messages.</summary>
    public string Signature =>
        $"{Container.Substring(Container.LastIndexOf('.') + 1)}.{Method}({string.Join(", ", Parameters.Select(static p => p.Type.Substring(p.Type.LastIndexOf('.') + 1) + " " + p.Name))})";
}

/// <summary>An argument of an operation that has a certain constant value.</summary>
/// <param name="Argument">The argument's name.</param>
/// <param name="Value">The constant as generated code writes it.</param>
internal sealed record ArgumentCase(string Argument, string Value);

/// <summary>Where a rule puts the gradient.</summary>
internal enum Destination
{
    /// <summary>The rule has no <c>into</c>: it returns new memory, or a view.</summary>
    None,

    /// <summary>A reused dense buffer; the gradient is returned.</summary>
    Slot,

    /// <summary>A reused sparse gradient, which is returned.</summary>
    SparseSlot,

    /// <summary>It adds to the touched rows of a parameter's gradient.</summary>
    RowGradient,

    /// <summary>It adds to a dense tensor.</summary>
    Tensor,

    /// <summary>It adds to the gradients of a list's elements.</summary>
    List,
}
