namespace SparseDiff;

/// <summary>A few reused buffers per thread for values that live only inside one operation.</summary>
internal static class Scratch
{
    /// <summary>The number of the first of a kernel's gathered inputs; those below are for single values.</summary>
    public const int FirstOfBlocks = 4;

    /// <summary>How many values one operation may hold at a time.</summary>
    public const int Numbers = 12;

    /// <summary>How many shapes of accumulated gradients are remembered.</summary>
    private const int Gradients = 8;

    [ThreadStatic]
    private static SlotBuffer?[]? buffers;

    [ThreadStatic]
    private static SparseSlotBuffer? sparse;

    [ThreadStatic]
    private static List<RowGradient>? gradients;

    /// <summary>A tensor of this shape; the next call on this thread with the same number takes it back.</summary>
    public static Tensor Take(Device device, ReadOnlySpan<int> shape, int number = 0) => Buffer(number).Take(device, shape);

    /// <summary>Where an operation puts a result that is taken back in the same way.</summary>
    public static Slot Slot(int number) => new(Buffer(number));

    /// <summary>A sparse gradient; the next call on this thread takes it back.</summary>
    public static SparseRows TakeSparse(Device device) => (sparse ??= new SparseSlotBuffer(new DrawCounter())).Take(device);

    /// <summary>A gradient of columns; the next call on this thread takes it back.</summary>
    public static SparseColumns TakeColumns(Device device) => SparseColumns.Take(new SparseSlot(sparse ??= new SparseSlotBuffer(new DrawCounter())), device);

    /// <summary>A gradient of examples; the next call on this thread takes it back.</summary>
    public static SparseExamples TakeExamples(Device device) => SparseExamples.Take(new SparseSlot(sparse ??= new SparseSlotBuffer(new DrawCounter())), device);

    /// <summary>An accumulated gradient of zeros; the next call on this thread takes it back.</summary>
    public static RowGradient TakeGradient(Device device, int rows, int columns)
    {
        gradients ??= [];
        RowGradient? known = gradients.Find(gradient => ReferenceEquals(gradient.Device, device) && gradient.Shape is [var r, var c] && r == rows && c == columns);
        if (known is null)
        {
            if (gradients.Count == Gradients)
            {
                gradients[0].Dispose();
                gradients.RemoveAt(0);
            }

            gradients.Add(known = new RowGradient(Take(device, [rows, columns])));
        }

        known.Clear();
        return known;
    }

    private static SlotBuffer Buffer(int number) => (buffers ??= new SlotBuffer?[Numbers])[number] ??= new SlotBuffer(new DrawCounter());
}
