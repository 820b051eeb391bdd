using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>The generator's limits of constant settings are the runtime's: over one list, it reports exactly what the run would refuse.</summary>
public class SettingTests
{
    private static readonly string[] Ratios = ["0f", "-0f", "0.3f", "1f", "-0.1f", "1.5f", "float.NaN", "float.PositiveInfinity"];

    private static readonly string[] Counts = ["-1", "0", "1", "4", "5", "6", "7", "8", "20", "21"];

    private static readonly string[] Budgets =
    [
        "Budget.Count(0)", "Budget.Count(1)", "Budget.Count(21)", "(Budget)0", "default(Budget)", "Budget.Ratio(0.5f)", "Budget.Ratio(2f)", "(Budget)(-1f)",
        "Budget.Energy(0.5)", "Budget.Energy(1.5)", "Budget.Energy(-0.5)", "Budget.Energy(double.NaN)", "Budget.Variance(0.5)", "Budget.Variance(3)", "Budget.Variance(-1)",
        "Budget.Variance(double.NaN)", "Budget.Scheduled(BudgetKind.Variance, Schedule.Constant(0.3f))", "Budget.Scheduled(kind: BudgetKind.Energy, schedule: Schedule.Constant(0.3f))",
    ];

    private static readonly string[] Scopes =
        ["SelectionScope.Row", "SelectionScope.Tensor", "SelectionScope.Columns", "SelectionScope.Examples", "SelectionScope.PerExample", "SelectionScope.PerChannel", "SelectionScope.PerPosition", "(SelectionScope)9", "(SelectionScope)(-1)"];

    // What follows the value in the marker, and in the attribute.
    private static readonly (string Name, string Marker, string Attribute)[] Policies =
    [
        .. Scopes.Select(static scope => ("TopK", $", {scope}", $", Scope = {scope}")),
        .. Scopes.Select(static scope => ("SampledK", $", 1, {scope}", $", Seed = 1, Scope = {scope}")),
        ("RandomK", string.Empty, string.Empty), ("RandomK", ", 2, false", ", Seed = 2, Scaled = false"),
        ("GaussianK", string.Empty, string.Empty), ("DgcK", string.Empty, string.Empty),
        ("TopKColumns", string.Empty, string.Empty), ("TopKColumns", ", SliceNorm.L2", ", Norm = SliceNorm.L2"), ("TopKColumns", ", (SliceNorm)2", ", Norm = (SliceNorm)2"),
        ("TopKBlocks", ", 3", ", 3"), ("TopKBlocks", ", 100, SliceNorm.L2", ", 100, Norm = SliceNorm.L2"), ("TopKBlocks", ", 0", ", 0"), ("TopKBlocks", ", -1", ", -1"), ("TopKBlocks", ", 3, (SliceNorm)7", ", 3, Norm = (SliceNorm)7"),
    ];

    // What follows the budget where a policy is made in its place.
    private static readonly (string Name, string Argument, string Initializer)[] Objects =
    [
        ("TopK", string.Empty, string.Empty), ("SampledK", string.Empty, "Seed = 3"),
        .. Scopes.SelectMany(static scope => new[] { ("TopK", string.Empty, $"Scope = {scope}"), ("SampledK", string.Empty, $"Scope = {scope}, Seed = 1") }),
        ("RandomK", string.Empty, string.Empty), ("RandomK", string.Empty, "IsScaled = false"), ("GaussianK", string.Empty, "AsPublished = false"), ("DgcK", string.Empty, string.Empty),
        ("TopKColumns", string.Empty, "Norm = SliceNorm.L2, BiasFromAll = true"), ("TopKColumns", string.Empty, "Norm = (SliceNorm)2"), ("SampledColumns", string.Empty, string.Empty),
        ("TopKExamples", string.Empty, string.Empty), ("TopKExamples", string.Empty, "Norm = (SliceNorm)(-1)"), ("SampledExamples", string.Empty, string.Empty),
        ("TopKBlocks", ", 3", string.Empty), ("TopKBlocks", ", 0", string.Empty), ("TopKBlocks", ", 0", "Size = 3"), ("TopKBlocks", ", size: 3", "Size = -1"), ("TopKBlocks", ", 3", "Norm = (SliceNorm)7"),
        ("TopK", string.Empty, "Budget = 0.5f"), ("TopK", string.Empty, "Budget = Budget.Variance(0.1)"), ("MaxChild", string.Empty, string.Empty),
    ];

    private static readonly string[] Thresholds = ["0f", "-0f", "0.5f", "float.PositiveInfinity", "-0.5f", "float.NaN", "-float.NaN", "float.NegativeInfinity"];

    [Fact]
    public void The_generator_reports_the_constants_that_the_runtime_refuses() =>
        Check(Cases().Select(static (marker, i) => (
            Plain: marker,
            Differentiable: $"    [Differentiable] public Tensor F{Text(i)}([Shape(\"5, 3\")] Tensor x) => Mean(Square({marker.Replace("z", "Linear(x, W)", StringComparison.Ordinal)}));")));

    [Fact]
    public void The_generator_reports_the_constants_of_attributes_that_the_runtime_refuses() =>
        Check(AttributeCases().Select(static (given, i) => (
            Plain: given.Marker,
            Differentiable: $"    [Differentiable, {given.Attribute}] public Tensor F{Text(i)}([Shape(\"5, 3\")] Tensor x) => Mean(Square(Linear(x, W)));")));

    [Fact]
    public void The_generator_reports_the_constants_of_policies_made_in_their_place_that_the_runtime_refuses() =>
        Check(Made().Select(static (marker, i) => (
            Plain: marker,
            Differentiable: $"    [Differentiable] public Tensor F{Text(i)}([Shape(\"5, 3\")] Tensor x) => Mean(Square({marker.Replace("z * z", "Linear(x, W) * Linear(x, V)", StringComparison.Ordinal).Replace("(z,", "(Linear(x, W),", StringComparison.Ordinal)}));")));

    private static void Check(IEnumerable<(string Plain, string Differentiable)> all)
    {
        (string Plain, string Differentiable)[] cases = [.. all];
        StringBuilder source = new("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public sealed partial class M
            {
                [Parameter, Shape("4, 3")] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
                [Parameter, Shape("4, 3")] public Tensor V { get; } = Init.KaimingUniform(4, 3, 2);

            """);
        int first = source.ToString().Split('\n').Length - 1;
        foreach ((_, string differentiable) in cases)
            source.Append(differentiable).Append('\n');
        source.Append("}\npublic static class Plain\n{\n");
        for (int i = 0; i < cases.Length; i++)
            source.Append(CultureInfo.InvariantCulture, $"    public static Tensor F{i}(Tensor z) => {cases[i].Plain};\n");
        var generated = Generated.From(source.Append('}').ToString());
        using LoadedProgram program = generated.Load();
        object model = Activator.CreateInstance(program.Assembly.GetType("M")!)!;
        object gradients = model.GetType().GetMethod("CreateGradients")!.Invoke(model, null)!;
        Tensor x = Tensor.From([.. Enumerable.Range(0, 15).Select(static i => (i * 7 % 15) - 6.5f)], [5, 3]);
        Tensor z = Tensor.From([.. Enumerable.Range(0, 20).Select(static i => (i * 7 % 20) - 9.5f)], [5, 4]);
        ILookup<int, Diagnostic> reports = generated.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(d => d.Location.GetLineSpan().StartLinePosition.Line - first);
        List<string> differences = [];
        for (int i = 0; i < cases.Length; i++)
        {
            bool isReported = reports[i].Any();
            string refusal = Refusal(() => program.Assembly.GetType("Plain")!.GetMethod($"F{i}")!.Invoke(null, [z]));
            if (isReported != refusal.Length > 0)
                differences.Add($"{cases[i].Differentiable.Trim()} is {(isReported ? "reported: " + reports[i].First().GetMessage(CultureInfo.InvariantCulture) : "not reported")}, and at run time {(refusal.Length > 0 ? "refused: " + refusal : "accepted")}");
            if (!isReported && Refusal(() => model.GetType().GetMethod($"F{i}WithGradients")!.Invoke(model, [x, gradients, null])) is { Length: > 0 } late)
                differences.Add($"{cases[i].Differentiable.Trim()} runs forwards, but then: {late}");
            foreach (Diagnostic report in reports[i])
            {
                string place = source.ToString().Substring(report.Location.SourceSpan.Start, report.Location.SourceSpan.Length);
                if (place.Contains("Linear", StringComparison.Ordinal) || place.Contains('[', StringComparison.Ordinal) || place.Contains("Sparsify", StringComparison.Ordinal) || place.Length < 1)
                    differences.Add($"{cases[i].Differentiable.Trim()} is reported at {place}, not at the argument");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.InRange(reports.Count, cases.Length / 8, cases.Length - (cases.Length / 8));
    }

    private static IEnumerable<string> Cases() =>
        from policy in Policies
        from value in Ratios.Concat(Counts).Concat(Budgets)
        select $"Sparsify.{policy.Name}(z, {value}{policy.Marker})";

    private static IEnumerable<string> Made() =>
        (from policy in Objects
         from value in Ratios.Concat(Counts).Concat(Budgets)
         let made = $"new {policy.Name}({value}{policy.Argument}){(policy.Initializer.Length > 0 ? $" {{ {policy.Initializer} }}" : string.Empty)}"
         select policy.Name == "MaxChild" ? $"Sparsify.MaxChild(z * z, ({made}))" : $"Sparsify.By(z, {made})")
        .Concat(Thresholds.Select(static value => $"Sparsify.By(z, new Threshold({value}))"))
        .Concat(Thresholds.Select(static value => $"Sparsify.By(z, (ISelection<SparseRows>)new Threshold(0.5f) {{ Value = {value} }})"));

    private static IEnumerable<(string Marker, string Attribute)> AttributeCases() =>
        (from policy in Policies
         from value in Ratios.Concat(Counts)
         select ($"Sparsify.{policy.Name}(z, {value}{policy.Marker})", $"{policy.Name}({InAttribute(value)}{policy.Attribute})"))
        .Concat(Thresholds.Select(static value => ($"Sparsify.Threshold(z, {value})", $"Threshold({InAttribute(value)})")));

    [Fact]
    public void Thresholds_are_reported_as_the_runtime_refuses_them() =>
        Check(Thresholds.Select(static (value, i) => (
            Plain: $"Sparsify.Threshold(z, {value})",
            Differentiable: $"    [Differentiable] public Tensor F{Text(i)}([Shape(\"5, 3\")] Tensor x) => Mean(Square(Sparsify.Threshold(Linear(x, W), {value})));")));

    private static string InAttribute(string value) => value.Replace("float.", "double.", StringComparison.Ordinal).TrimEnd('f') is var text && value.EndsWith('f') && !text.Contains('.', StringComparison.Ordinal) ? text + "d" : value.Replace("float.", "double.", StringComparison.Ordinal).TrimEnd('f');

    private static string Text(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Refusal(Action run)
    {
        try
        {
            run();
            return string.Empty;
        }
        catch (TargetInvocationException refused)
        {
            return refused.InnerException!.GetType().Name + ": " + refused.InnerException.Message;
        }
    }
}
