using System.Reflection;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Rules;

public class VjpTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Operations() => [.. Rule.All.Select(r => r.Operation).Where(o => !IsSparsityPoint(o)).Distinct()];

    public static TheoryData<string> OperationsWithSparseRules() =>
        [.. Rule.All.Where(r => r.Format != typeof(Tensor) && !IsSparsityPoint(r.Operation)).Select(r => r.Operation).Distinct()];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_dense_rule_equals_central_differences_in_double_precision(string operation)
    {
        RuleCase[] cases = CasesOf(operation);
        foreach (Rule rule in Rule.All.Where(r => r.Operation == operation && r.Format == typeof(Tensor)))
        {
            foreach (RuleCase on in cases)
            {
                Tensor y = on.Run();
                Tensor dY = RuleTable.Random(7, y.Shape.ToArray());
                double[] expected = CentralDifferences(on, on.T(rule.Argument), Doubles.Load(dY));
                double[] actual = rule.Gradient(on, y, dY);
                AssertClose(expected, actual, 1e-8, $"{rule} for {rule.Argument} of {on}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_sparse_rule_equals_its_dense_rule_on_the_densified_gradient(string operation)
    {
        foreach (RuleCase on in CasesOf(operation))
            AssertSparseIsDense(on, 2, 1, 0);
    }

    [Theory]
    [MemberData(nameof(OperationsWithSparseRules))]
    public void Every_sparse_rule_equals_its_dense_rule_on_random_shapes(string operation)
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            RuleCase[] cases = [.. RuleTable.Drawn(seed).Where(c => c.Operation == operation)];
            Assert.NotEmpty(cases);
            foreach (RuleCase on in cases)
                AssertSparseIsDense(on, 2 + (seed % 2));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_rule_that_accumulates_adds_to_what_is_there(string operation)
    {
        foreach (Rule rule in Rule.All.Where(r => r.Operation == operation && r.Method.GetParameters().Any(p => p.ParameterType == typeof(RowGradient))))
        {
            RuleCase on = CasesOf(operation)[0];
            Tensor y = on.Run();
            Tensor dY = RuleTable.Random(9, y.Shape.ToArray());
            object cotangent = Selected(dY, rule.Format).Sparse;
            double[] once = rule.Gradient(on, y, cotangent);
            var twice = new RowGradient(on.T(rule.Argument));
            object?[] arguments = Array.ConvertAll(
                rule.Method.GetParameters(), p => p.Name switch { "dY" => cotangent, "y" => y, "into" => twice, _ => on.Arguments[p.Name!] });
            rule.Method.Invoke(null, arguments);
            rule.Method.Invoke(null, arguments);
            AssertClose(Array.ConvertAll(once, v => 2 * v), Doubles.Load(twice.Values), 1e-12, $"{rule} twice");
        }
    }

    [Fact]
    public void Every_operation_with_rules_has_a_row_in_the_table()
    {
        string[] covered = [.. RuleTable.Cases().Select(c => c.Operation).Distinct()];
        Assert.Empty(Rule.All.Select(r => r.Operation).Where(o => !IsSparsityPoint(o)).Distinct().Except(covered));
    }

    [Fact]
    public void Every_tensor_argument_of_every_operation_has_a_rule_or_the_operation_is_element_wise()
    {
        foreach (MethodInfo operation in typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (operation.ReturnType != typeof(Tensor) || operation.GetCustomAttribute<VjpOfAttribute>() is not null || operation.GetCustomAttribute<ElementwiseAttribute>() is not null || operation.GetCustomAttribute<StopsGradientAttribute>() is not null)
                continue;
            // A mapped function brings its own derivative.
            if (operation.Name == nameof(Ops.Map))
                continue;
            foreach (ParameterInfo parameter in operation.GetParameters().Where(p => p.ParameterType == typeof(Tensor)))
                Assert.Contains(Rule.All, r => r.Operation == operation.Name && r.Argument == parameter.Name);
        }
    }

    /// <summary>Sparse equals dense-then-masked, for every sparse rule of an operation.</summary>
    private static void AssertSparseIsDense(RuleCase on, params int[] kept)
    {
        Tensor y = on.Run();
        foreach (Rule sparse in Rule.All.Where(r => r.Operation == on.Operation && r.Format != typeof(Tensor)))
        {
            Rule dense = Rule.All.Single(r => r.Operation == on.Operation && r.Argument == sparse.Argument && r.Format == typeof(Tensor));
            foreach (int every in kept)
            {
                (object dY, Tensor densified) = Selected(RuleTable.Random(8, y.Shape.ToArray()), sparse.Format, every);
                AssertClose(dense.Gradient(on, y, densified), sparse.Gradient(on, y, dY), 1e-12, $"{sparse} for {sparse.Argument} of {on}, every {every}");
            }
        }
    }

    /// <summary>Part of a gradient in a format, and the same as a dense tensor.</summary>
    /// <param name="dY">The gradient.</param>
    /// <param name="format">The format.</param>
    /// <param name="every">Of slices: 1 for all, 2 for every second, 0 for none.</param>
    private static (object Sparse, Tensor Dense) Selected(Tensor dY, Type format, int every = 2)
    {
        if (format == typeof(Tensor))
            return (dY, dY);
        if (format == typeof(SparseRows))
        {
            SparseRows rows = Sparsify.TopKVjp(dY, 0.4f, SelectionScope.Row);
            return (rows, rows.ToDense());
        }

        SparseSlices slices = format == typeof(SparseColumns) ? new SparseColumns(dY.Device) : new SparseExamples(dY.Device);
        int extent = dY.Rank == 0 ? 1 : dY.Shape[slices.GetType() == typeof(SparseColumns) ? ^1 : 0];
        slices.Keep(dY, [.. Enumerable.Range(0, extent).Where(i => every > 0 && i % every == 0)]);
        return (slices, slices.ToDense());
    }

    private static bool IsSparsityPoint(string operation) => typeof(Sparsify).GetMethods().Any(m => m.Name == operation);

    private static RuleCase[] CasesOf(string operation) => [.. RuleTable.Cases().Where(c => c.Operation == operation)];

    private static double[] CentralDifferences(RuleCase on, Tensor argument, double[] dY)
    {
        double[] values = ((ReferenceStorage)argument.Storage).Values;
        var result = new double[argument.Length];
        for (int i = 0; i < result.Length; i++)
        {
            double original = values[i];
            values[i] = original + Step;
            double above = Dot(Doubles.Load(on.Run()), dY);
            values[i] = original - Step;
            double below = Dot(Doubles.Load(on.Run()), dY);
            values[i] = original;
            result[i] = (above - below) / (2 * Step);
        }

        return result;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{what}: entry {i} is {actual[i]}, expected {expected[i]}.");
    }
}
