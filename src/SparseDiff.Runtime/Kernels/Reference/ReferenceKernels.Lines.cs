namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Reduce(Reduction reduction, Tensor x, int outer, int length, int inner, Tensor into)
    {
        double[] values = Doubles.Load(x);
        var result = new double[into.Length];
        for (int line = 0; line < outer * inner; line++)
        {
            double[] entries = Array.ConvertAll(Line(line, length, inner), place => values[place]);
            result[line] = reduction switch
            {
                Reduction.Maximum => entries.Max(static value => double.IsNaN(value) ? double.PositiveInfinity : value),
                Reduction.LogSumExp => LogSumExp(entries),
                _ => entries.Aggregate(1.0, static (product, value) => product * value),
            };
            if (reduction == Reduction.Maximum && entries.Any(double.IsNaN))
                result[line] = double.NaN;
        }

        Doubles.Store(result, into);
    }

    public override void Scan(Tensor x, int outer, int length, int inner, bool product, bool exclusive, bool reverse, Tensor into)
    {
        double[] values = Doubles.Load(x);
        for (int line = 0; line < outer * inner; line++)
        {
            double total = product ? 1 : 0;
            int[] places = Line(line, length, inner);
            foreach (int place in reverse ? places.Reverse() : places)
            {
                double next = product ? total * values[place] : total + values[place];
                values[place] = exclusive ? total : next;
                total = next;
            }
        }

        Doubles.Store(values, into);
    }

    private static int[] Line(int line, int length, int inner) =>
        [.. Enumerable.Range(0, length).Select(i => (line / inner * length * inner) + (line % inner) + (i * inner))];
}
