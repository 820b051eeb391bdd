namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Densify(SparseRows sparse, Tensor into) => Doubles.Store(Dense(sparse), into);

    public override void SparseTimesDense(SparseRows s, Tensor w, Tensor into)
    {
        double[] left = Dense(s);
        double[] right = Doubles.Load(w);
        int inner = s.Columns;
        int width = inner == 0 ? into.Columns : w.Length / inner;
        var result = new double[into.Length];
        for (int row = 0; row < s.Rows; row++)
        {
            for (int column = 0; column < inner; column++)
            {
                for (int j = 0; j < width; j++)
                    result[(row * width) + j] += left[(row * inner) + column] * right[(column * width) + j];
            }
        }

        Doubles.Store(result, into);
    }

    public override void SparseTransposedTimesDense(SparseRows s, Tensor x, RowGradient into)
    {
        double[] left = Dense(s);
        double[] right = Doubles.Load(x);
        int width = into.RowLength;
        for (int column = 0; column < s.Columns; column++)
        {
            int[] rows = Enumerable.Range(0, s.Rows).Where(row => left[(row * s.Columns) + column] != 0).ToArray();
            if (rows.Length == 0)
                continue;
            AddToRow(into, column, j => rows.Sum(row => left[(row * s.Columns) + column] * right[(row * width) + j]));
        }
    }

    public override void SparseColumnSums(SparseRows s, RowGradient into)
    {
        double[] values = Dense(s);
        for (int column = 0; column < s.Columns; column++)
        {
            double[] entries = Enumerable.Range(0, s.Rows).Select(row => values[(row * s.Columns) + column]).Where(static value => value != 0).ToArray();
            if (entries.Length > 0)
                AddToRow(into, column, _ => entries.Sum());
        }
    }

    public override void SparseElementwise<TKernel>(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> outputs)
    {
        double[] dense = Dense(dY);
        bool[] kept = Kept(dY);
        var arrays = new double[inputs.Length + 1][];
        var indices = new int[inputs.Length + 1][];
        arrays[0] = dense;
        indices[0] = Enumerable.Range(0, dense.Length).ToArray();
        for (int i = 0; i < inputs.Length; i++)
        {
            arrays[i + 1] = Doubles.Load(inputs[i]);
            indices[i + 1] = BroadcastIndex.Of(inputs[i].Shape, dY.Shape);
        }

        double[][] results = DoubleLanes.Run(kernel, arrays, indices, dense.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i].BeginLike(dY);
            if (dY.IsMasked)
                Doubles.Store(results[i].Zip(kept, static (value, keep) => keep ? value : 0).ToArray(), outputs[i].Masked!);
            else
                Doubles.Store(results[i].Where((_, index) => kept[index]).ToArray(), outputs[i].Values, 0);
        }
    }

    public override void AddSparse(SparseRows a, SparseRows b, SparseRows into)
    {
        bool[] kept = Kept(a).Zip(Kept(b), static (x, y) => x || y).ToArray();
        Store(Dense(a).Zip(Dense(b), static (x, y) => x + y).ToArray(), kept, a.Shape, into);
    }

    public override void SparseReshape(SparseRows s, ReadOnlySpan<int> shape, SparseRows into) => Store(Dense(s), Kept(s), shape, into);

    public override void AddTo(SparseRows s, Tensor into) =>
        Doubles.Store(Doubles.Load(into).Zip(Dense(s), static (x, y) => x + y).ToArray(), into);

    private static double[] Dense(SparseRows s)
    {
        if (s.Masked is { } masked)
            return Doubles.Load(masked);
        var result = new double[s.Rows * s.Columns];
        double[] values = Doubles.Load(s.Values, 0, s.Count);
        Visit(s, (index, entry) => result[index] = values[entry]);
        return result;
    }

    private static bool[] Kept(SparseRows s)
    {
        if (s.Masked is { } masked)
            return Array.ConvertAll(Doubles.Load(masked), static value => value != 0);
        var result = new bool[s.Rows * s.Columns];
        Visit(s, (index, _) => result[index] = true);
        return result;
    }

    private static void Visit(SparseRows s, Action<int, int> entry)
    {
        int[] starts = Doubles.Load(s.Pattern.RowStart, s.Rows + 1);
        int[] columns = Doubles.Load(s.Pattern.ColumnIndex, s.Count);
        for (int row = 0; row < s.Rows; row++)
        {
            for (int i = starts[row]; i < starts[row + 1]; i++)
                entry((row * s.Columns) + columns[i], i);
        }
    }

    private static void AddToRow(RowGradient gradient, int row, Func<int, double> value)
    {
        int offset = gradient.Buffer.Offset + (row * gradient.RowLength);
        double[] values = gradient.Touch(row)
            ? Doubles.Load(gradient.Buffer.Storage, offset, gradient.RowLength)
            : new double[gradient.RowLength];
        for (int j = 0; j < values.Length; j++)
            values[j] += value(j);
        Doubles.Store(values, gradient.Buffer.Storage, offset);
    }
}
