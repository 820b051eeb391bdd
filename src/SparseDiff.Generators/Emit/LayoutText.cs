using System.Globalization;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>In words, how a sparsity point selects and stores what passes, and why so.</summary>
internal static class LayoutText
{
    /// <summary>The share of kept entries above which the host's dense products beat sparse ones; the runtime's kernels decide by the same figure.</summary>
    internal const double BreakEven = 0.42;

    private static readonly string[] ScopesOfLines = ["Row", "PerExample", "PerChannel"];

    /// <summary>The comments on top of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="isFused">Whether the point produces the gradient itself.</param>
    public static IEnumerable<string> Of(SelectNode point, bool isFused)
    {
        if (isFused)
            yield return Fusion(point);
        yield return "Stored " + Layout(point);
    }

    private static string Fusion(SelectNode point) => point.Format != Format.SparseRows
        ? "The derivative is computed for the selection only; what leaves it is what passes."
        : SelectsByLines(point)
        ? "The derivative and the selection in one pass: the whole gradient never exists."
        : "The derivative is computed for the selection, which needs all of it at once; what leaves it is what passes.";

    /// <summary>Whether entries compete only within lines that are next to each other in memory: then one line at a time is enough.</summary>
    private static bool SelectsByLines(SelectNode point) =>
        point.Rule.Operation == "TopK" && Constant(point, "scope") is { } scope && ScopesOfLines.Any(line => scope.EndsWith("." + line, StringComparison.Ordinal))
        && !point.Operands.Any(static operand => operand.Parameter == "budget");

    private static string Layout(SelectNode point) => point.Format switch
    {
        Format.SparseColumns => "as one dense block of the kept columns, as both products are then small dense ones.",
        Format.SparseExamples => "as one dense block of the kept examples, as what treats examples independently is then dense work on fewer.",
        _ => Ratio(point) is not { } ratio ? $"compressed, or on the host masked above {Percent(BreakEven)} of the entries, where dense products win: the density of each step decides."
            : ratio < BreakEven ? $"compressed, as {Percent(ratio)} of the entries are fewer than the {Percent(BreakEven)} above which dense products win."
            : $"masked on the host, a dense block with zeros, as dense products win above {Percent(BreakEven)} of the entries and {Percent(ratio)} pass.",
    };

    private static double? Ratio(SelectNode point) =>
        double.TryParse(Constant(point, "ratio")?.TrimEnd('f'), NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) ? ratio : null;

    private static string? Constant(SelectNode point, string parameter) =>
        point.Operands.FirstOrDefault(operand => operand.Parameter == parameter && operand.Kind == OperandKind.Constant)?.Text;

    private static string Percent(double share) => (100 * share).ToString("0.###", CultureInfo.InvariantCulture) + " %";
}
