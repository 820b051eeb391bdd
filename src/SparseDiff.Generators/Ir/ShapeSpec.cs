using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A shape as <c>[Shape]</c> declares it.</summary>
/// <param name="IsOpen">Whether there may be any leading dimensions.</param>
/// <param name="Dimensions">Names, numbers, and <c>?</c> for any.</param>
/// <param name="ForDefaults">On an operation's result: whether the shapes hold only without optional arguments.</param>
internal sealed record ShapeSpec(bool IsOpen, EquatableArray<string> Dimensions, bool ForDefaults)
{
    public const string Leading = "...";

    public const string Any = "?";

    /// <summary>As messages have it: <c>[..., inputs]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", (IsOpen ? [Leading] : Array.Empty<string>()).Concat(Dimensions)) + "]";

    /// <summary>Reads the text of the attribute; null when it is malformed.</summary>
    public static ShapeSpec? Parse(string text, bool forDefaults = false)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new ShapeSpec(false, [], forDefaults);
        List<string> parts = [.. text.Split(',').Select(static part => part.Trim())];
        bool isOpen = parts[0] == Leading;
        if (isOpen)
            parts.RemoveAt(0);
        return parts.All(IsDimension) ? new ShapeSpec(isOpen, parts.ToEquatable(), forDefaults) : null;
    }

    private static bool IsDimension(string part) => part == Any || IsNumber(part) || IsName(part);

    private static bool IsNumber(string part) => part.Length is > 0 and < 10 && part.All(static c => c is >= '0' and <= '9') && (part == "0" || part[0] != '0');

    private static bool IsName(string part) =>
        part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_') && part.All(static c => char.IsLetterOrDigit(c) || c == '_');
}
