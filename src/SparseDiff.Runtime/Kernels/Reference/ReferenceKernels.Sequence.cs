namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void ElementwiseWindows<TKernel>(
        in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> outputs, int rows, int width)
    {
        var arrays = new double[inputs.Length][];
        var indices = new int[inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            arrays[i] = Doubles.Load(inputs[i].Tensor);
            indices[i] = Places(inputs[i], rows, width);
        }

        double[][] results = DoubleLanes.Run(kernel, arrays, indices, rows * width, outputs.Length);
        for (int o = 0; o < outputs.Length; o++)
        {
            // Several outputs may lie in one tensor.
            double[] all = Doubles.Load(outputs[o].Tensor);
            int[] places = Places(outputs[o], rows, width);
            for (int i = 0; i < places.Length; i++)
                all[places[i]] = results[o][i];
            Doubles.Store(all, outputs[o].Tensor);
        }
    }

    public override void Normalize(Tensor x, Tensor? weight, Tensor? bias, bool centred, float epsilon, Tensor into)
    {
        double[] values = Doubles.Load(x);
        int columns = x.Columns;
        double[] weights = weight is null ? Ones(columns) : Doubles.Load(weight);
        double[] offsets = bias is null ? new double[columns] : Doubles.Load(bias);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> line = values.AsSpan(row * columns, columns);
            Normalize(line, centred, epsilon);
            for (int i = 0; i < columns; i++)
                line[i] = (line[i] * weights[i]) + offsets[i];
        }

        Doubles.Store(values, into);
    }

    public override void NormalizeVjp(Tensor x, Tensor? weight, Tensor dY, bool centred, float epsilon, Tensor into)
    {
        double[] values = Doubles.Load(x);
        double[] gradient = Doubles.Load(dY);
        int columns = x.Columns;
        double[] weights = weight is null ? Ones(columns) : Doubles.Load(weight);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> line = values.AsSpan(row * columns, columns);
            Span<double> g = gradient.AsSpan(row * columns, columns);
            double scale = Normalize(line, centred, epsilon);
            double mean = 0;
            double projection = 0;
            for (int i = 0; i < columns; i++)
            {
                g[i] *= weights[i];
                mean += centred ? g[i] / columns : 0;
                projection += g[i] * line[i] / columns;
            }

            for (int i = 0; i < columns; i++)
                g[i] = scale * (g[i] - mean - (line[i] * projection));
        }

        Doubles.Store(gradient, into);
    }

    public override void NormalizeVjpWeight(Tensor x, Tensor dY, bool centred, float epsilon, RowGradient into)
    {
        double[] values = Doubles.Load(x);
        double[] gradient = Doubles.Load(dY);
        int columns = x.Columns;
        double[] result = into.TouchAll() ? Doubles.Load(into.Buffer) : new double[columns];
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> line = values.AsSpan(row * columns, columns);
            Normalize(line, centred, epsilon);
            for (int i = 0; i < columns; i++)
                result[i] += gradient[(row * columns) + i] * line[i];
        }

        Doubles.Store(result, into.Buffer);
    }

    public override void GatherRows(Tensor table, Indices rows, Tensor into)
    {
        double[] values = Doubles.Load(table);
        int width = RowLength(table);
        var result = new double[into.Length];
        for (int i = 0; i < rows.Count; i++)
            values.AsSpan(rows.Values[i] * width, width).CopyTo(result.AsSpan(i * width));
        Doubles.Store(result, into);
    }

    public override void ScatterAddRows(Tensor dY, Indices rows, RowGradient into)
    {
        double[] values = Doubles.Load(dY);
        for (int i = 0; i < rows.Count; i++)
        {
            int first = i * into.RowLength;
            AddToRow(into, rows.Values[i], j => values[first + j]);
        }
    }

    public override void ScatterAddRows(SparseRows dY, Indices rows, RowGradient into)
    {
        double[] values = Dense(dY);
        for (int i = 0; i < rows.Count; i++)
        {
            int first = i * into.RowLength;
            AddToRow(into, rows.Values[i], j => values[first + j]);
        }
    }

    public override void Dropout(Tensor x, float rate, ulong key, Tensor into) => Doubles.Store(Dropped(Doubles.Load(x), rate, key), into);

    public override void Dropout(SparseRows dY, float rate, ulong key, SparseRows into)
    {
        double[] values = Dropped(Dense(dY), rate, key);
        bool[] kept = Kept(dY);
        into.BeginLike(dY);
        if (into.Masked is { } masked)
            Doubles.Store(values, masked);
        else
            Doubles.Store(values.Where((_, index) => kept[index]).ToArray(), into.Values, 0);
    }

    private static double[] Dropped(double[] values, float rate, ulong key)
    {
        uint threshold = CounterRandom.Threshold(rate);
        for (int i = 0; i < values.Length; i++)
            values[i] = CounterRandom.Survives(key, (uint)i, threshold) ? values[i] / (1.0 - rate) : 0;
        return values;
    }

    /// <summary>Normalizes a line and returns 1 / √(variance + ε).</summary>
    private static double Normalize(Span<double> line, bool centred, float epsilon)
    {
        double mean = 0;
        foreach (double value in line)
            mean += centred ? value / line.Length : 0;
        double variance = 0;
        foreach (double value in line)
            variance += (value - mean) * (value - mean) / line.Length;
        double scale = 1 / Math.Sqrt(variance + epsilon);
        for (int i = 0; i < line.Length; i++)
            line[i] = (line[i] - mean) * scale;
        return scale;
    }

    private static int RowLength(Tensor table) => Shapes.Length(table.Shape[1..]);

    private static double[] Ones(int count) => Enumerable.Repeat(1.0, count).ToArray();

    private static int[] Places(Window window, int rows, int width)
    {
        var places = new int[rows * width];
        for (int i = 0; i < places.Length; i++)
            places[i] = window.Start + (i / width * window.Stride) + (i % width);
        return places;
    }
}
