using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>One element-wise kernel over its inputs: which rows and which part of the inner dimension is decided by the caller.</summary>
internal unsafe struct ElementwiseLoop<TKernel>
    where TKernel : struct, IElementwise
{
    private const int MaximalWidth = 16;

    public TKernel Kernel;
    public BroadcastPlan Plan;
    public int InputCount;
    public int OutputCount;
    public fixed long Inputs[IElementwise.MaximalInputs];

    [SkipLocalsInit]
    public ElementwiseLoop(in TKernel kernel, ReadOnlySpan<Tensor> inputs, int outputCount, ReadOnlySpan<int> shape, bool keepColumns)
    {
        Unsafe.SkipInit(out this);
        Set(kernel, inputs, outputCount, shape, keepColumns);
    }

    /// <summary>The same in place.</summary>
    public void Set(in TKernel kernel, ReadOnlySpan<Tensor> inputs, int outputCount, ReadOnlySpan<int> shape, bool keepColumns)
    {
        Kernel = kernel;
        OutputCount = outputCount;
        InputCount = inputs.Length;
        Plan.Set(inputs, shape, keepColumns);
        for (int i = 0; i < inputs.Length; i++)
            Inputs[i] = (long)Host.Pointer(inputs[i]);
    }

    /// <summary>Positions start … start + count − 1 of one row; output o is written to the address outputs[o].</summary>
    public void Run(int row, int start, int count, long* outputs) => Run(row, row + 1, start, count, outputs);

    /// <summary>The same positions of several rows; each row's outputs are written behind those of the one before.</summary>
    public void Run(int row, int end, int start, int count, long* outputs)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<Lane512>(row, end, start, count, outputs);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lane256>(row, end, start, count, outputs);
        else
            Run<Lane128>(row, end, start, count, outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void Run<V>(int row, int end, int start, int count, long* outputs)
        where V : struct, IVectorLane<V>
    {
        Unsafe.SkipInit(out VectorLanes<V> at);
        float* pinned = stackalloc float[IElementwise.MaximalInputs * MaximalWidth];
        for (int o = 0; o < OutputCount; o++)
            at.Outputs[o] = outputs[o];
        int last = count - V.Width;
        for (; row < end; row++)
        {
            for (int i = 0; i < InputCount; i++)
            {
                float* input = (float*)Inputs[i] + Plan.Offset(i, row);
                if (Plan.Step(i) != 0)
                {
                    at.Inputs[i] = (long)(input + start);
                    at.PositionMasks[i] = -1;
                    continue;
                }
                float* buffer = pinned + (i * MaximalWidth);
                new Span<float>(buffer, MaximalWidth).Fill(*input);
                at.Inputs[i] = (long)buffer;
                at.PositionMasks[i] = 0;
            }
            int position = 0;
            for (; position <= last; position += V.Width)
            {
                at.Position = position;
                Kernel.Apply<V, VectorLanes<V>>(ref at);
            }
            if (position < count)
                RunTail(ref at, position, count - position);
            for (int o = 0; o < OutputCount; o++)
                at.Outputs[o] += (long)count * sizeof(float);
        }
    }

    /// <summary>
    /// Less than a vector is left: a full vector over copies, so that the tail rounds like the rest. The first entry fills it up: a
    /// function that loops or throws need not be defined at any other number.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void RunTail<V>(ref VectorLanes<V> from, int position, int count)
        where V : struct, IVectorLane<V>
    {
        float* copies = stackalloc float[(IElementwise.MaximalInputs + IElementwise.MaximalOutputs) * MaximalWidth];
        VectorLanes<V> at = default;
        for (int i = 0; i < InputCount; i++)
        {
            float* input = (float*)from.Inputs[i] + (position & (nint)from.PositionMasks[i]);
            float* copy = copies + (i * MaximalWidth);
            for (int j = 0; j < MaximalWidth; j++)
                copy[j] = input[j < count ? j : 0];
            at.Inputs[i] = (long)copy;
        }
        for (int o = 0; o < OutputCount; o++)
            at.Outputs[o] = (long)(copies + ((IElementwise.MaximalInputs + o) * MaximalWidth));
        Kernel.Apply<V, VectorLanes<V>>(ref at);
        for (int o = 0; o < OutputCount; o++)
        {
            float* output = (float*)from.Outputs[o] + position;
            float* copy = (float*)at.Outputs[o];
            for (int j = 0; j < count; j++)
                output[j] = copy[j];
        }
    }
}

/// <summary>A whole element-wise operation, in pieces of some thousand entries.</summary>
internal unsafe struct ElementwiseJob<TKernel> : IPartJob
    where TKernel : struct, IElementwise
{
    private const int PieceLength = 8192;

    public ElementwiseLoop<TKernel> Loop;
    private int piecesPerRow;
    private int rowsPerPiece;
    private fixed long outputs[IElementwise.MaximalOutputs];

    /// <summary>Runs a kernel over everything.</summary>
    [SkipLocalsInit]
    public static void Run(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        Unsafe.SkipInit(out ElementwiseJob<TKernel> job);
        job.Loop.Set(kernel, inputs, outputs.Length, outputs[0].Shape, keepColumns: false);
        for (int o = 0; o < outputs.Length; o++)
            job.outputs[o] = (long)Host.Pointer(outputs[o]);
        Run(ref job);
        Host.KeepAlive(inputs);
        Host.KeepAlive(outputs);
    }

    /// <summary>Runs a loop of one output over everything; it is written to contiguous memory.</summary>
    public static void Run(in ElementwiseLoop<TKernel> loop, float* output)
    {
        var job = new ElementwiseJob<TKernel> { Loop = loop };
        job.outputs[0] = (long)output;
        Run(ref job);
    }

    private static void Run(ref ElementwiseJob<TKernel> job)
    {
        int inner = job.Loop.Plan.Inner;
        int rows = job.Loop.Plan.Rows;
        if (inner == 0 || rows == 0)
            return;
        job.piecesPerRow = (inner + PieceLength - 1) / PieceLength;
        job.rowsPerPiece = job.piecesPerRow > 1 ? 1 : Math.Max(1, PieceLength / inner);
        CpuPool.Run(ref job, job.piecesPerRow > 1 ? rows * job.piecesPerRow : (rows + job.rowsPerPiece - 1) / job.rowsPerPiece);
    }

    public void Run(int part)
    {
        int inner = Loop.Plan.Inner;
        if (piecesPerRow > 1)
        {
            int row = part / piecesPerRow;
            int start = part % piecesPerRow * PieceLength;
            RunPiece(row, row + 1, start, Math.Min(PieceLength, inner - start));
            return;
        }
        RunPiece(part * rowsPerPiece, Math.Min(Loop.Plan.Rows, (part + 1) * rowsPerPiece), 0, inner);
    }

    [SkipLocalsInit]
    private void RunPiece(int row, int end, int start, int count)
    {
        long* addresses = stackalloc long[IElementwise.MaximalOutputs];
        for (int o = 0; o < Loop.OutputCount; o++)
            addresses[o] = outputs[o] + ((((long)row * Loop.Plan.Inner) + start) * sizeof(float));
        Loop.Run(row, end, start, count, addresses);
    }
}

/// <summary>Rows of a fused element-wise kernel, computed into scratch: the gradient exists one row at a time.</summary>
internal unsafe struct ElementwiseRows<TKernel>(in ElementwiseLoop<TKernel> loop) : IRowProducer
    where TKernel : struct, IElementwise
{
    private ElementwiseLoop<TKernel> loop = loop;

    public float* Produce(int row, float* scratch)
    {
        long output = (long)scratch;
        loop.Run(row, 0, loop.Plan.Inner, &output);
        return scratch;
    }

    public readonly float* Find(int row) => null;
}
