using System.Globalization;

namespace PaperStudy.Reporting;

/// <summary>What stands in a table: a text, and the number behind it when it is one.</summary>
internal sealed record Cell(string Text, double? Value = null)
{
    /// <summary>Nothing.</summary>
    public static Cell Empty { get; } = new("");

    /// <summary>A number; what is none becomes a word.</summary>
    public static Cell Of(double? value, string format, string otherwise = "–") => value is { } number && double.IsFinite(number)
        ? new Cell(number.ToString(format, CultureInfo.InvariantCulture), number)
        : new Cell(otherwise);

    public static implicit operator Cell(string text) => new(text);
}
