using System.Globalization;
using SparseDiff.Benchmarks.Ratios;

namespace SparseDiff.Benchmarks;

/// <summary>
/// What budgets of energy and of variance cost, beside ratios that let as many entries pass: by rows of a gradient and over all of it, in turn, on one
/// thread.
/// </summary>
internal static class BudgetTable
{
    private const int Rows = 128, Columns = 1024;

    private static readonly (string Name, Func<Budget, ISelection<SparseRows>> Make, Func<double, Budget> ByItself)[] Policies =
    [
        ("Top-k of each row", static budget => new TopK(budget), Budget.Energy),
        ("Top-k of the tensor", static budget => new TopK(budget) { Scope = SelectionScope.Tensor }, Budget.Energy),
        ("sampling in each row", static budget => new SampledK(budget) { Scope = SelectionScope.Row }, Budget.Variance),
        ("sampling in the tensor", static budget => new SampledK(budget), Budget.Variance),
    ];

    public static IReadOnlyList<BudgetRow> Run(bool quick)
    {
        Console.WriteLine($"{Rows} rows of {Columns}, one thread; nanoseconds an entry, 10th percentiles");
        Console.WriteLine("policy                    kept   by ratio   by energy or variance   which is");
        List<BudgetRow> rows = [];
        int threads = CpuOptions.Threads;
        CpuOptions.Threads = 1;
        foreach (BudgetRow row in Measure(quick ? 0.1 : 1))
        {
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Policy,-24} {row.Kept,5:P1} {row.RatioNs,10:F2} {row.BudgetNs,23:F2}   {row.Budget}"));
        }

        CpuOptions.Threads = threads;
        return rows;
    }

    private static IEnumerable<BudgetRow> Measure(double seconds)
    {
        Tensor gradient = RandomTensor.Normal(1, Rows, Columns);
        foreach ((string name, Func<Budget, ISelection<SparseRows>> make, Func<double, Budget> byItself) in Policies)
        {
            foreach (float ratio in new[] { 0.01f, 0.05f, 0.1f, 0.5f })
            {
                Budget budget = Alike(gradient, make, byItself, ratio);
                SparseRows kept = new Workspace().Sparse(0).Take(Device.Cpu), other = new Workspace().Sparse(0).Take(Device.Cpu);
                (ISelection<SparseRows> byRatio, ISelection<SparseRows> byBudget) = (make(ratio), make(budget));
                ulong draw = 0;
                double[] times = Interleaved.Time(seconds, () => byRatio.Select(gradient, kept, draw++), () => byBudget.Select(gradient, other, draw++));
                yield return new BudgetRow(name, Density(byBudget, gradient, other), budget.ToString(), times[0] * 1e6 / gradient.Length, times[1] * 1e6 / gradient.Length);
            }
        }
    }

    /// <summary>The budget of energy or variance that lets about as many entries pass as a ratio does.</summary>
    public static Budget Alike(Tensor gradient, Func<Budget, ISelection<SparseRows>> make, Func<double, Budget> byItself, float ratio)
    {
        // More energy keeps more entries, more variance fewer.
        bool grows = byItself(0.5).Kind == BudgetKind.Energy;
        (double low, double high) = (0, grows ? 1 : 2 / ratio);
        SparseRows kept = new Workspace().Sparse(0).Take(Device.Cpu);
        for (int step = 0; step < 30; step++)
        {
            double middle = (low + high) / 2;
            if (Density(make(byItself(middle)), gradient, kept) < ratio == grows)
                low = middle;
            else
                high = middle;
        }

        return byItself((low + high) / 2);
    }

    private static double Density(ISelection<SparseRows> policy, Tensor gradient, SparseRows kept)
    {
        policy.Select(gradient, kept, draw: 0);
        return kept.ToDense().ToArray().Count(static value => value != 0) / (double)gradient.Length;
    }
}
