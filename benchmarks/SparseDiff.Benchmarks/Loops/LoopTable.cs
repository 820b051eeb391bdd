using System.Globalization;
using System.Text.Json;
using SparseDiff.Benchmarks.Ratios;

namespace SparseDiff.Benchmarks.Loops;

/// <summary>What a loop costs beside the same steps written out by hand: both passes of both, in turn in one process.</summary>
internal static class LoopTable
{
    private const int Numbers = 10_000;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static int Run(bool quick)
    {
        double seconds = quick ? 1.5 : 8;
        Console.WriteLine("case          shape        threads  loop ms  written out ms  loop / written out");
        List<LoopRow> rows = [];
        foreach (LoopRow row in AllRows(seconds))
        {
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Case,-13} {row.Shape,-12} {row.Threads,7} {row.LoopedMs,8:F4} {row.UnrolledMs,15:F4} {row.Ratio,19:F3}"));
        }

        Directory.CreateDirectory("artifacts/benchmarks");
        File.WriteAllText("artifacts/benchmarks/loops.json", JsonSerializer.Serialize(rows, Json));
        Console.WriteLine("Written to artifacts/benchmarks/loops.json.");
        return 0;
    }

    private static IEnumerable<LoopRow> AllRows(double seconds)
    {
        foreach ((int batch, int width) in new[] { (8, 32), (32, 128), (64, 512) })
        {
            Tensor x = RandomTensor.Normal(1, batch, width);
            Tensor steps = RandomTensor.Normal(2, 6 * batch, width);
            BlockModel blocks = new(width);
            BlockModel.Gradients ofBlocks = blocks.CreateGradients();
            yield return Row("blocks", x, seconds, () => blocks.LoopedWithGradients(x, ofBlocks), () => blocks.UnrolledWithGradients(x, ofBlocks));
            RecurrentModel recurrent = new(batch, width);
            RecurrentModel.Gradients ofSteps = recurrent.CreateGradients();
            yield return Row("time steps", x, seconds, () => recurrent.LoopedWithGradients(steps, x, ofSteps), () => recurrent.UnrolledWithGradients(steps, x, ofSteps));
            FlatModel flat = new(width);
            FlatModel.Gradients ofFlat = flat.CreateGradients();
            yield return Row("element-wise", x, seconds, () => flat.LoopedWithGradients(x, ofFlat), () => flat.UnrolledWithGradients(x, ofFlat));
        }

        double[] times = Interleaved.Time(seconds, () => Repeat(NumberLoops.LoopedWithGradients), () => Repeat(NumberLoops.UnrolledWithGradients));
        yield return new LoopRow("numbers", Numbers.ToString(CultureInfo.InvariantCulture), 1, times[0], times[1]);
    }

    private static LoopRow Row(string name, Tensor x, double seconds, Action looped, Action unrolled)
    {
        double[] times = Interleaved.Time(seconds, looped, unrolled);
        return new LoopRow(name, $"{x.Rows},{x.Columns}", CpuOptions.Threads, times[0], times[1]);
    }

    private delegate double Derivative(double x, double r, out double dX, out double dR);

    private static void Repeat(Derivative function)
    {
        double sum = 0;
        for (int i = 0; i < Numbers; i++)
        {
            sum += function(i * 1e-4, 1.3, out double dX, out double dR);
            sum += dX + dR;
        }

        GC.KeepAlive(sum);
    }
}
