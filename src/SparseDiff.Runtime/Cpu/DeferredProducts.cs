namespace SparseDiff.Cpu;

/// <summary>
/// Products dYᵀ · x on their way to the gradient of a weight [N, K]. A recurrent network adds one at every step of time, and each would read
/// and write the whole gradient for the sake of a few rows of dY. So their factors are copied below each other, and one product adds them all
/// before anybody looks: a gradient of 1024 × 256 is then gone through once for 16 steps of 32 examples.
/// </summary>
internal sealed unsafe class DeferredProducts : IDeferredSum
{
    /// <summary>Rows of the collected factors: a chunk of x of that many rows still fits the second-level cache.</summary>
    private const int MostRows = 512;

    private readonly RowGradient target;
    private readonly HostStorage x;
    private readonly HostIndexStorage rowStart;
    private HostIndexStorage? indices;
    private HostStorage? values;
    private HostStorage? dense;
    private bool isDense;
    private int rows;

    private DeferredProducts(RowGradient target)
    {
        this.target = target;
        x = new HostStorage(target.Device, MostRows * target.RowLength);
        rowStart = new HostIndexStorage(target.Device, MostRows + 1);
    }

    /// <summary>
    /// Where to add a product, unless it should be added at once: the first one only writes, and one of many rows is worth its pass over the
    /// gradient.
    /// </summary>
    /// <param name="target">The gradient.</param>
    /// <param name="rows">Rows of dY.</param>
    /// <param name="entries">Entries of dY.</param>
    public static DeferredProducts? For(RowGradient target, int rows, long entries)
    {
        long copied = ((long)rows * target.RowLength) + (2 * entries);
        if (target.IsUntouched || rows > MostRows / 4 || 2 * copied > (long)target.Rows * target.RowLength)
            return null;
        var deferred = target.Deferred as DeferredProducts ?? new DeferredProducts(target);
        target.Deferred = deferred;
        return deferred;
    }

    /// <summary>Adds dYᵀ · x with the entries that dY has.</summary>
    public void Add(in Csr dY, float* from)
    {
        Begin(dY.Rows, ofDense: false, from);
        int* start = rowStart.Pointer;
        int count = rows == 0 ? 0 : start[rows];
        start[rows] = count;
        Reserve(count, dY.Count);
        int first = dY.RowStart[0];
        for (int row = 1; row <= dY.Rows; row++)
            start[rows + row] = count + dY.RowStart[row] - first;
        new ReadOnlySpan<int>(dY.Indices + first, dY.Count).CopyTo(indices!.Span(count, dY.Count));
        new ReadOnlySpan<float>(dY.Values + first, dY.Count).CopyTo(values!.Span(count, dY.Count));
        rows += dY.Rows;
    }

    /// <summary>Adds dYᵀ · x with all entries of dY[<paramref name="count"/>, N].</summary>
    public void Add(float* dY, int count, float* from)
    {
        Begin(count, ofDense: true, from);
        dense ??= new HostStorage(target.Device, MostRows * target.Rows);
        new ReadOnlySpan<float>(dY, count * target.Rows).CopyTo(dense.Span(rows * target.Rows, count * target.Rows));
        rows += count;
    }

    public void Settle()
    {
        if (rows == 0)
            return;
        int count = rows;
        rows = 0;
        if (isDense)
            DenseProduct.Multiply(GemmShape.Contiguous(target.Rows, target.RowLength, count, transA: true), dense!.Pointer, x.Pointer, Host.Pointer(target.Buffer), target.TouchAll());
        else
            CpuKernels.TransposedTimesDense(new Csr(count, target.Rows, rowStart.Pointer, indices!.Pointer, values!.Pointer), x.Pointer, target);
        GC.KeepAlive(this);
    }

    public void Drop() => rows = 0;

    public void Dispose()
    {
        Drop();
        x.Dispose();
        rowStart.Dispose();
        indices?.Dispose();
        values?.Dispose();
        dense?.Dispose();
    }

    private void Begin(int count, bool ofDense, float* from)
    {
        if (isDense != ofDense || rows + count > MostRows)
            Settle();
        isDense = ofDense;
        new ReadOnlySpan<float>(from, count * target.RowLength).CopyTo(x.Span(rows * target.RowLength, count * target.RowLength));
    }

    private void Reserve(int count, int more)
    {
        if (indices is not null && indices.Capacity >= count + more + SparseRows.Slack)
            return;
        int capacity = Math.Max(2 * count, count + (8 * more)) + SparseRows.Slack;
        var grownIndices = new HostIndexStorage(target.Device, capacity);
        var grownValues = new HostStorage(target.Device, capacity);
        if (count > 0)
        {
            indices!.Span(0, count).CopyTo(grownIndices.Span(0, count));
            values!.Span(0, count).CopyTo(grownValues.Span(0, count));
        }
        indices?.Dispose();
        values?.Dispose();
        (indices, values) = (grownIndices, grownValues);
    }
}
