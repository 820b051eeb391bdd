namespace SparseDiff.Cpu;

/// <summary>A function of one line of numbers (a tensor along one axis), such as softmax.</summary>
internal unsafe interface ILineFunction
{
    /// <summary>into[length] from x[length] and, when there is a second tensor, y[length]; into may be either.</summary>
    void Apply(float* x, float* y, float* into, int length);
}

/// <summary>Applies a line function along an axis: in place where lines are contiguous, through scratch where they are not.</summary>
internal unsafe struct LineJob<TFunction> : IPartJob
    where TFunction : struct, ILineFunction
{
    private const int EntriesPerPart = 8192;

    private TFunction function;
    private float* x;
    private float* y;
    private float* into;
    private int lines;
    private int length;
    private int inner;
    private int linesPerPart;

    /// <summary>x and y (or null) and into have <paramref name="shape"/>.</summary>
    public static void Run(in TFunction function, float* x, float* y, float* into, ReadOnlySpan<int> shape, int axis)
    {
        int length = shape[axis];
        int inner = Shapes.Length(shape[(axis + 1)..]);
        int lines = Shapes.Length(shape[..axis]) * inner;
        if (length == 0 || lines == 0)
            return;
        var job = new LineJob<TFunction>
        {
            function = function,
            x = x,
            y = y,
            into = into,
            lines = lines,
            length = length,
            inner = inner,
            linesPerPart = Math.Max(1, EntriesPerPart / length),
        };
        CpuPool.Run(ref job, (lines + job.linesPerPart - 1) / job.linesPerPart);
    }

    public void Run(int part)
    {
        int end = Math.Min(lines, (part + 1) * linesPerPart);
        float* room = inner == 1 ? null : Scratch.Get<float>(ScratchUse.Row, 3L * length);
        for (int line = part * linesPerPart; line < end; line++)
        {
            long start = ((long)(line / inner) * length * inner) + (line % inner);
            if (inner == 1)
                function.Apply(x + start, y == null ? null : y + start, into + start, length);
            else
                ApplyStrided(start, room);
        }
    }

    private void ApplyStrided(long start, float* room)
    {
        for (int i = 0; i < length; i++)
        {
            room[i] = x[start + ((long)i * inner)];
            if (y != null)
                room[length + i] = y[start + ((long)i * inner)];
        }
        float* result = room + (2L * length);
        function.Apply(room, y == null ? null : room + length, result, length);
        for (int i = 0; i < length; i++)
            into[start + ((long)i * inner)] = result[i];
    }
}
