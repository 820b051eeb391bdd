namespace SparseDiff.Cpu;

/// <summary>
/// Products dYᵀ · x on their way to the gradient of a weight [N, K]. A recurrent network adds one at every step of time, and each would read
/// and write the whole gradient for the sake of a few rows of dY. So their factors are copied below each other, and one product adds them all
/// before anybody looks: a gradient of 1024 × 256 is then gone through once for 16 steps of 32 examples. Where nobody looks but the optimizer, it steps by
/// the factors (<see cref="ProductStep{TRule}"/>), and the gradient is never written.
/// </summary>
internal sealed unsafe class DeferredProducts : IDeferredSum
{
    /// <summary>Rows of the collected factors: a chunk of x of that many rows still fits the second-level cache.</summary>
    private const int MostRows = 512;

    /// <summary>
    /// A row of the gradient with more entries on average is not left to the optimizer's step, which reads x from farther away than a product by chunks of
    /// columns does. A gradient of 4 MB or more takes longer to write and read than that costs.
    /// </summary>
    private const int MostEntriesOfStep = 7, MostEntriesOfLargeStep = 24, LargeStep = 1 << 20;

    private readonly RowGradient target;

    /// <summary>Entries from one row of x to the next: an odd number of cache lines, as rows a multiple of 1 KB apart share few cache sets.</summary>
    private readonly int stride;
    private readonly HostIndexStorage rowStart;
    private HostStorage? x;
    private HostIndexStorage? indices;
    private HostStorage? values;
    private HostStorage? dense;
    private bool isDense;
    private int rows;

    private DeferredProducts(RowGradient target)
    {
        this.target = target;
        stride = (((target.RowLength + 15) / 16) | 1) * 16;
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
        return Of(target);
    }

    /// <summary>
    /// Where to leave the product of few entries that an optimizer will most likely step by without anybody looking; null where it should be added at once.
    /// </summary>
    /// <inheritdoc cref="For"/>
    public static DeferredProducts? ForStep(RowGradient target, int rows, long entries)
    {
        if (!target.IsOnlySteppedBy || !target.IsUntouched || rows > Math.Min(MostRows, target.Rows / 2) || !PaysInStep(target, entries))
            return null;
        DeferredProducts deferred = Of(target);
        deferred.WaitsForStep = true;
        return deferred;
    }

    private static bool PaysInStep(RowGradient target, long entries)
        => entries <= target.Rows * (((long)target.Rows * target.RowLength) < LargeStep ? (long)MostEntriesOfStep : MostEntriesOfLargeStep);

    private static DeferredProducts Of(RowGradient target)
    {
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

    /// <summary>Makes an optimizer's step by what was collected; false if it must be added first, or there is nothing.</summary>
    public bool TryStep<TRule>(in TRule rule, float* weights, bool touchedOnly)
        where TRule : struct, IUpdateRule
    {
        if (rows == 0 || isDense || !PaysInStep(target, rowStart.Pointer[rows]))
            return false;
        Csc columns = Csc.Build(Collected);
        var job = new ProductStep<TRule>
        {
            Rule = rule,
            Weights = weights,
            Entries = new Csr(target.Rows, rows, columns.ColumnStart, columns.Rows, columns.Values),
            X = x!.Pointer,
            Width = target.RowLength,
            Stride = stride,
            TouchedOnly = touchedOnly,
        };
        job.RunAll();
        GC.KeepAlive(this);
        return true;
    }

    /// <summary>The entries of the products, which are not dense.</summary>
    private Csr Collected => new(rows, target.Rows, rowStart.Pointer, indices!.Pointer, values!.Pointer);

    public bool IsEmpty => rows == 0;

    public bool WaitsForStep { get; private set; }

    public void Settle()
    {
        WaitsForStep = false;
        if (rows == 0)
            return;
        Csr collected = isDense ? default : Collected;
        int count = rows;
        rows = 0;
        if (isDense)
            DenseProduct.Multiply(GemmShape.Contiguous(target.Rows, target.RowLength, count, transA: true) with { Ldb = stride }, dense!.Pointer, x!.Pointer, Host.Pointer(target.Buffer), target.TouchAll());
        else
            CpuKernels.TransposedTimesDense(collected, x!.Pointer, stride, target);
        GC.KeepAlive(this);
    }

    public void Drop() => (rows, WaitsForStep) = (0, false);

    public void Dispose()
    {
        Drop();
        x?.Dispose();
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
        if (x is null || x.Capacity < (long)(rows + count) * stride)
        {
            long length = (long)Math.Min(MostRows, Math.Max(2 * rows, rows + count)) * stride;
            var grown = new HostStorage(target.Device, (int)Math.Min(length, Array.MaxLength));
            x?.Span(0, rows * stride).CopyTo(grown.Span(0, rows * stride));
            x?.Dispose();
            x = grown;
        }
        var copy = new CopyRows { From = from, Into = x.Pointer + ((long)rows * stride), Count = count, Length = target.RowLength, Stride = stride };
        copy.RunAll();
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

    /// <summary>Copies rows that lie one behind the other.</summary>
    private struct CopyRows : IPartJob
    {
        private const int EntriesPerPart = 1 << 13;

        public float* From;
        public float* Into;
        public int Count;
        public int Length;
        public int Stride;
        private int rowsPerPart;

        public void RunAll()
        {
            rowsPerPart = Math.Max(1, EntriesPerPart / Math.Max(1, Length));
            CpuPool.Run(ref this, (Count + rowsPerPart - 1) / rowsPerPart);
        }

        public readonly void Run(int part)
        {
            int end = Math.Min(Count, (part + 1) * rowsPerPart);
            for (int row = part * rowsPerPart; row < end; row++)
                new ReadOnlySpan<float>(From + ((long)row * Length), Length).CopyTo(new Span<float>(Into + ((long)row * Stride), Length));
        }
    }
}
