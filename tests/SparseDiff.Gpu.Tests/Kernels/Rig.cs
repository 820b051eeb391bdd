using SparseDiff.Kernels;

namespace SparseDiff.Tests.Kernels;

/// <summary>One device on which a case runs, its inputs (the same on every device) and the results it hands in.</summary>
internal sealed class Rig(Device device)
{
    private const int Seed = 20260131;

    private readonly Random random = new(Seed);
    private readonly List<float[]> results = [];

    public Device Device { get; } = device;

    public KernelSet Kernels => Device.Kernels;

    /// <summary>What the case handed in, in order.</summary>
    public IReadOnlyList<float[]> Results => results;

    /// <summary>Numbers in [-2, 2), half of them repeated, so that there are ties; none is zero, which a masked gradient takes for absent.</summary>
    public Tensor Random(params int[] shape)
    {
        var values = new float[Shapes.Length(shape)];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Next(2) == 0 ? ((random.Next(-8, 8) + 0.5f) / 4f) : (random.NextSingle() * 4) - 2;
        return Of(values, shape);
    }

    public Tensor Of(float[] values, params int[] shape) => Tensor.From(values, shape, Device);

    /// <summary>A result's room, with something in it that must be overwritten.</summary>
    public Tensor Room(params int[] shape)
    {
        var values = new float[Shapes.Length(shape)];
        Array.Fill(values, 77f);
        return Of(values, shape);
    }

    public Labels Labels(params int[] classes) => SparseDiff.Labels.From(classes, Device);

    public Indices Indices(int[] values, params int[] shape) => SparseDiff.Indices.From(values, shape, Device);

    public SparseRows EmptySparse() => new(Device);

    /// <summary>A compressed gradient with the share <paramref name="density"/> of its entries, some of its rows empty.</summary>
    public SparseRows Sparse(double density, params int[] shape)
    {
        int width = shape[^1];
        int rows = Shapes.Length(shape) / width;
        var starts = new int[rows + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < width && row % 3 != 1; column++)
            {
                if (random.NextDouble() >= density)
                    continue;
                columns.Add(column);
                values.Add(random.NextSingle() + 0.5f);
            }

            starts[row + 1] = columns.Count;
        }

        SparseRows sparse = EmptySparse();
        sparse.BeginCompressed(shape, columns.Count);
        sparse.Pattern.RowStart.Write(0, starts);
        sparse.Pattern.ColumnIndex.Write(0, columns.ToArray());
        sparse.Pattern.Count = columns.Count;
        sparse.Values.Write(0, values.ToArray());
        return sparse;
    }

    /// <summary>The same in the masked layout.</summary>
    public SparseRows Masked(double density, params int[] shape)
    {
        float[] values = Dense(Sparse(density, shape));
        SparseRows masked = EmptySparse();
        masked.BeginMasked(shape).CopyFrom(values);
        return masked;
    }

    /// <summary>A gradient with numbers in some rows of a parameter of this shape.</summary>
    public RowGradient Gradient(int[] rows, params int[] shape)
    {
        var gradient = new RowGradient(Tensor.Zeros(Device, shape));
        foreach (int row in rows)
        {
            gradient.Touch(row);
            gradient.Buffer.Storage.Write(row * gradient.RowLength, Random(gradient.RowLength).ToArray());
        }

        return gradient;
    }

    public void Hand(Tensor result) => results.Add(result.ToArray());

    public void Hand(RowGradient result) => results.Add(result.Values.ToArray());

    /// <summary>A selection: which entries exist, and the numbers. Of a masked one those that are not zero.</summary>
    public void Hand(SparseRows result)
    {
        float[] dense = Dense(result);
        results.Add(dense);
        if (result.IsMasked)
        {
            results.Add(Array.ConvertAll(dense, static value => value != 0 ? 1f : 0f));
            return;
        }

        var exists = new float[dense.Length];
        ForEach(result, (place, _) => exists[place] = 1);
        results.Add(exists);
    }

    private static float[] Dense(SparseRows sparse)
    {
        if (sparse.Masked is { } masked)
            return masked.ToArray();
        var dense = new float[sparse.Rows * sparse.Columns];
        var values = new float[sparse.Count];
        sparse.Values.Read(0, values);
        ForEach(sparse, (place, entry) => dense[place] = values[entry]);
        return dense;
    }

    private static void ForEach(SparseRows sparse, Action<int, int> entry)
    {
        var starts = new int[sparse.Rows + 1];
        var columns = new int[sparse.Count];
        sparse.Pattern.RowStart.Read(0, starts);
        sparse.Pattern.ColumnIndex.Read(0, columns);
        Assert.Equal(sparse.Count, starts[^1]);
        for (int row = 0; row < sparse.Rows; row++)
        {
            for (int i = starts[row]; i < starts[row + 1]; i++)
            {
                Assert.True(i == starts[row] || columns[i] > columns[i - 1], "Columns ascend within a row.");
                entry((row * sparse.Columns) + columns[i], i);
            }
        }
    }
}
