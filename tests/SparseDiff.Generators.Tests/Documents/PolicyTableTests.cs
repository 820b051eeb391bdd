using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Documents;

/// <summary>The table of docs/design/policies.md: every cell is compiled and run, and no policy, scope or kind of budget is missing.</summary>
public sealed class PolicyTableTests
{
    private const string Rest = "…";
    private const int FirstBudget = 5;

    // As a marker or an object has it, and as an attribute does.
    private static readonly (string Kind, string Written, string InAttribute)[] Budgets =
        [("count", "1", "1"), ("ratio", "0.5f", "0.5"), ("energy", "Budget.Energy(0.5)", "nameof(Energy)"), ("variance", "Budget.Variance(0.5)", "nameof(Variance)")];

    private static readonly string[][] Rows = [.. Table()];

    [Fact]
    public void Every_cell_says_what_the_generator_and_the_run_do()
    {
        List<(string Method, bool IsTaken, string Alike)> cases = [];
        StringBuilder source = new("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public sealed partial class M
            {
                public Budget Energy { get; } = Budget.Energy(0.5);
                public Budget Variance { get; } = Budget.Variance(0.5);
                [Parameter] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
                [Parameter] public Tensor V { get; } = Init.KaimingUniform(4, 3, 2);

            """);
        foreach (string[] row in Rows)
        {
            for (int i = 0; i < Budgets.Length; i++)
            {
                bool isTaken = row[FirstBudget + i] == "yes";
                if (!isTaken && i > 0 && !row[1..4].Any(static cell => cell.Contains(Rest, StringComparison.Ordinal)))
                    continue; // Without a budget, and once is enough.
                bool isPlain = row[1..4].All(static cell => !cell.Contains(Rest, StringComparison.Ordinal));
                string alike = cases.Count.ToString(CultureInfo.InvariantCulture);
                Add($"Sparsify.{row[1].Replace(Rest, Budgets[i].Written, StringComparison.Ordinal)}", string.Empty, isTaken || isPlain, row[1], alike);
                if (row[3] != "–")
                    Add($"Sparsify.{(row[3].Contains("MaxChild", StringComparison.Ordinal) ? "MaxChild(z * v" : "By(z")}, {row[3].Replace(Rest, Budgets[i].Written, StringComparison.Ordinal)})", string.Empty, isTaken || isPlain, row[3], alike);
                string attribute = row[2].Trim('[', ']').Replace(Rest, Budgets[i].InAttribute, StringComparison.Ordinal);
                Add(row[1].Contains("z * v", StringComparison.Ordinal) ? "z * v" : "z", ", " + attribute, isTaken || isPlain, row[2], alike);
            }
        }

        string[] refused = Run(source.Append('}').ToString(), [.. cases.Select(static given => ("M", given.Method))], out float[][] gradients);
        for (int i = 0; i < cases.Count; i++)
        {
            Assert.True(refused[i].Length == 0 == cases[i].IsTaken, $"{cases[i].Method} of {cases[i].Alike} is {(refused[i].Length == 0 ? "accepted" : "refused: " + refused[i])}.");

            // Marker, attribute and object are the same selection.
            int first = cases.FindIndex(given => given.Alike == cases[i].Alike);
            if (cases[i].IsTaken)
                Assert.Equal(gradients[first], gradients[i]);
        }

        void Add(string point, string attribute, bool isTaken, string cell, string alike)
        {
            // Of the largest child the marker without a policy is like the attribute, and takes no budget.
            bool hasBudget = cell.Contains(Rest, StringComparison.Ordinal);
            string method = $"F{cases.Count.ToString(CultureInfo.InvariantCulture)}";
            string expression = point.Replace("(z * v", "(Linear(x, W) * Linear(x, V)", StringComparison.Ordinal).Replace("(z,", "(Linear(x, W),", StringComparison.Ordinal);
            expression = expression == "z" ? "Linear(x, W)" : expression == "z * v" ? "Linear(x, W) * Linear(x, V)" : expression;
            source.Append(CultureInfo.InvariantCulture, $"    [Differentiable{attribute}] public Tensor {method}(Tensor x) => Mean(Square({expression}));\n");
            cases.Add((method, isTaken || !hasBudget, hasBudget ? alike : $"{alike} {cell.Trim('[', ']')[..4]}"));
        }
    }

    [Fact]
    public void On_parameters_go_the_policies_of_which_the_table_says_so()
    {
        StringBuilder source = new("using SparseDiff;\nusing static SparseDiff.Ops;\n");
        string[][] some = [.. Rows.Where(static row => typeof(TopKAttribute).Assembly.GetType($"SparseDiff.{Name(row[2].Trim('[', ']'))}Attribute")!.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn.HasFlag(AttributeTargets.Property))];
        for (int i = 0; i < some.Length; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $$"""
                public sealed partial class M{{i}} { [Parameter, {{some[i][2].Trim('[', ']').Replace(Rest, "0.5", StringComparison.Ordinal)}}] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1); [Differentiable] public Tensor F(Tensor x) => Mean(Square(Linear(x, W))); }

                """);
        }

        string[] refused = Run(source.ToString(), [.. some.Select(static (_, i) => ($"M{i}", "F"))], out _);

        // Of the others C# itself says that the attribute is not for parameters.
        Assert.All(Rows.Except(some), static row => Assert.Equal("–", row[4]));
        Assert.All(some.Zip(refused), static given => Assert.True(given.Second.Length == 0 == (given.First[4] == "yes"), $"{given.First[2]} on a parameter is {(given.Second.Length == 0 ? "accepted" : "refused: " + given.Second)}."));
    }

    [Fact]
    public void No_policy_and_no_scope_is_missing()
    {
        Assembly runtime = typeof(Tensor).Assembly;
        string[] markers = [.. runtime.GetType("SparseDiff.Sparsify")!.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(static method => method.GetCustomAttributes().Any(static attribute => attribute is SparsityPointAttribute or OperandSelectionAttribute)).Select(static method => method.Name).Where(static name => name != "By").Distinct()];
        string[] objects = [.. runtime.GetExportedTypes().Where(static type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(static i => i.Name is "ISelection`1" or "IChildSelection")).Select(static type => type.Name)];
        Assert.Equal(markers.Order(StringComparer.Ordinal), Rows.Select(static row => Name(row[1])).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(markers.Order(StringComparer.Ordinal), Rows.Select(static row => Name(row[2].Trim('[', ']'))).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(objects.Order(StringComparer.Ordinal), Rows.Where(static row => row[3] != "–").Select(static row => Name(row[3]["new ".Length..])).Distinct().Order(StringComparer.Ordinal));
        foreach (string scope in Enum.GetNames<SelectionScope>().Except(["Row"]))
            Assert.Contains(Rows, row => row[1].StartsWith("TopK(", StringComparison.Ordinal) && row[1].Contains($"SelectionScope.{scope}", StringComparison.Ordinal));
        Assert.Equal(Enum.GetNames<BudgetKind>().Select(static kind => kind.ToLowerInvariant()), Budgets.Select(static budget => budget.Kind));
    }

    private static string Name(string cell) => cell.Split('(', ' ')[0];

    /// <summary>Why each method does not run, by the generator or the run; empty where it does. And the gradients that come of it.</summary>
    private static string[] Run(string source, (string Type, string Method)[] methods, out float[][] gradients)
    {
        var generated = Generated.From(source);
        using LoadedProgram program = generated.Load();
        string[] lines = source.Split('\n');
        ILookup<string, string> errors = generated.Diagnostics.Where(static report => report.Severity == DiagnosticSeverity.Error)
            .ToLookup(report => lines[report.Location.GetLineSpan().StartLinePosition.Line], static report => report.GetMessage(CultureInfo.InvariantCulture));
        Tensor x = Tensor.From([.. Enumerable.Range(0, 15).Select(static i => (i * 7 % 15) - 6.5f)], [5, 3]);
        float[][] all = new float[methods.Length][];
        string[] refused = [.. methods.Select((given, i) =>
        {
            string line = lines.First(line => line.Contains($" {given.Method}(Tensor", StringComparison.Ordinal) && (given.Type == "M" || line.Contains($"class {given.Type} ", StringComparison.Ordinal)));
            if (errors[line].FirstOrDefault() is { } error)
                return error;
            object model = Activator.CreateInstance(program.Assembly.GetType(given.Type)!)!;
            object entries = model.GetType().GetMethod("CreateGradients")!.Invoke(model, null)!;
            try
            {
                model.GetType().GetMethod(given.Method + "WithGradients")!.Invoke(model, [x, entries, null]);
            }
            catch (TargetInvocationException failure)
            {
                return failure.InnerException!.Message;
            }

            all[i] = [.. ((IGradients)entries).Entries.SelectMany(static entry => entry!.Values.ToArray())];
            return string.Empty;
        })];
        gradients = all;
        return refused;
    }

    /// <summary>The rows, cell by cell, without the quotes of code.</summary>
    private static IEnumerable<string[]> Table() => File.ReadLines(Path.Combine(Repository.Root, "docs", "design", "policies.md"))
        .SkipWhile(static line => !line.StartsWith("| competing |", StringComparison.Ordinal)).TakeWhile(static line => line.StartsWith('|')).Skip(2)
        .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim().Trim('`')).ToArray());
}
