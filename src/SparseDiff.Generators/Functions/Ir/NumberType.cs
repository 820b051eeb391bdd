namespace SparseDiff.Generators.Functions.Ir;

/// <summary>What the derivative sees in a C# type.</summary>
internal enum NumberType
{
    /// <summary>A <c>float</c>.</summary>
    Single,

    /// <summary>A <c>double</c>.</summary>
    Double,

    /// <summary>An integer, a truth value, a character: its derivative is zero wherever it exists.</summary>
    Discrete,

    /// <summary>Anything else: a derivative does not pass through it.</summary>
    Opaque,
}

/// <summary>How number types are written.</summary>
internal static class NumberTypes
{
    public static bool IsReal(this NumberType type) => type is NumberType.Single or NumberType.Double;

    public static string Keyword(this NumberType type) => type == NumberType.Single ? "float" : "double";

    /// <summary>The suffix of a literal.</summary>
    public static string Suffix(this NumberType type) => type == NumberType.Single ? "f" : "d";
}
