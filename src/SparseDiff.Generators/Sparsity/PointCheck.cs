using System.Globalization;
using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>Reports sparsity points that do nothing or waste what they did.</summary>
internal static class PointCheck
{
    /// <param name="method">The method.</param>
    /// <param name="bound">Its calls, with the points of its attributes.</param>
    /// <param name="activity">Which values have gradients.</param>
    /// <param name="shapes">The shape of each value as text, where it is known.</param>
    /// <param name="areChecked">Whether the forward pass checks all declared shapes.</param>
    /// <param name="diagnostics">Where the reports go.</param>
    public static void Check(MethodSpec method, BoundMethod bound, Activity activity, IReadOnlyList<string?> shapes, bool areChecked, List<DiagnosticSpec> diagnostics)
    {
        Dictionary<int, BoundCall> producers = bound.AllCalls.Where(static call => call.Results.Count > 0).ToDictionary(static call => call.Result);
        foreach (BoundCall point in bound.AllCalls.Where(call => call.Operation.IsSparsityPoint && activity.IsActive(call.Result)))
        {
            OperandSpec source = point.Tensors.First();
            if (areChecked && ConstantCheck.TooMany(point, Extents(shapes[source.Index]), Location(point)) is { } defect)
                diagnostics.Add(defect);
            else if (EffectlessBudget(point, shapes[source.Index]) is { } reason)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.PointWithoutEffect, Location(point), Text(point), reason));
            if (!producers.TryGetValue(source.Index, out BoundCall? producer))
                continue;
            if (producer.Operation.IsSparsityPoint)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.PointAfterPoint, Location(point), Text(point), Text(producer), method.Name));
            else if (IsWasted(point, source, producer, activity, out Format format))
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.WastedPoint, Location(point), Text(point), producer.Operation.Name, format.ToString()));
        }
    }

    /// <summary>Why everything passes; null when something may not.</summary>
    private static string? EffectlessBudget(BoundCall point, string? shape)
    {
        if (point.Find("ratio") is { Number: 1 })
            return "the ratio is 1";
        if (point.Find("k") is not { Number: { } k } || Width(shape) is not { } width || k < width || !IsPerRow(point))
            return null;
        return $"k is {k.ToString("R", CultureInfo.InvariantCulture)} and a row of {shape} has {width.ToString(CultureInfo.InvariantCulture)} entries";
    }

    private static bool IsPerRow(BoundCall point) => point.Find("scope") is { } scope && scope.Text.EndsWith("Row", StringComparison.Ordinal);

    private static int? Width(string? shape)
    {
        string last = shape?.Trim('[', ']').Split(',').Last().Trim() ?? string.Empty;
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int width) ? width : null;
    }

    /// <summary>The dimensions of a shape, null for each that is no number; null when there may be more of them.</summary>
    private static IReadOnlyList<int?>? Extents(string? shape)
    {
        string inner = shape?.Trim('[', ']') ?? ShapeSpec.Leading;
        if (inner.Length == 0)
            return [];
        string[] dimensions = inner.Split(',');
        return dimensions[0].Trim() == ShapeSpec.Leading
            ? null
            : [.. dimensions.Select(static dimension => int.TryParse(dimension.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int extent) ? extent : (int?)null)];
    }

    /// <summary>Whether the operation before the point takes only dense gradients, so that the sparse one is filled up at once.</summary>
    private static bool IsWasted(BoundCall point, OperandSpec source, BoundCall producer, Activity activity, out Format format)
    {
        VjpRule? selection = RuleSelection.Choose(point, source.Parameter, Format.Tensor, adds: false, []);
        format = selection?.Returns ?? Format.Tensor;
        if (format == Format.Tensor || producer.Operation.Lane is not null || producer.Callee is not null)
            return false;
        Format sparse = format;
        List<OperandSpec> active = [.. producer.Tensors.Where(operand => activity.IsActive(operand.Index))];
        return active.Count > 0 && !active.Any(operand => producer.Operation.Rules.Any(rule => rule.Argument == operand.Parameter && rule.Accepts == sparse));
    }

    private static LocationSpec? Location(BoundCall point) => point.Marker?.Location ?? point.Location;

    private static string Text(BoundCall point) => point.Marker is { } marker ? $"[{marker.Attribute}]" : $"{point.Operation.ContainerName}.{point.Operation.Name}";
}
