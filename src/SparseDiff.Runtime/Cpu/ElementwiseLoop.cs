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

    public ElementwiseLoop(in TKernel kernel, ReadOnlySpan<Tensor> inputs, int outputCount, ReadOnlySpan<int> shape, bool keepColumns)
    {
        Kernel = kernel;
        OutputCount = outputCount;
        InputCount = inputs.Length;
        Plan = BroadcastPlan.Of(inputs, shape, keepColumns);
        for (int i = 0; i < inputs.Length; i++)
            Inputs[i] = (long)Host.Pointer(inputs[i]);
    }

    /// <summary>Positions start … start + count − 1 of one row; output o is written to the address outputs[o].</summary>
    public void Run(int row, int start, int count, long* outputs)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<Lane512>(row, start, count, outputs);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lane256>(row, start, count, outputs);
        else
            Run<Lane128>(row, start, count, outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void Run<V>(int row, int start, int count, long* outputs)
        where V : struct, IVectorLane<V>
    {
        VectorLanes<V> at = default;
        float* pinned = stackalloc float[IElementwise.MaximalInputs * MaximalWidth];
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
        }
        for (int o = 0; o < OutputCount; o++)
            at.Outputs[o] = outputs[o];
        int end = count - V.Width;
        int position = 0;
        for (; position <= end; position += V.Width)
        {
            at.Position = position;
            Kernel.Apply<V, VectorLanes<V>>(ref at);
        }
        if (position < count)
            RunTail(ref at, position, count - position);
    }

    /// <summary>Less than a vector is left: a full vector over copies, so that the tail rounds like the rest.</summary>
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
                copy[j] = j < count ? input[j] : 0;
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

    /// <summary>Runs the loop over everything; output o is the contiguous memory at outputs[o].</summary>
    public static void Run(in ElementwiseLoop<TKernel> loop, ReadOnlySpan<nint> outputs)
    {
        int inner = loop.Plan.Inner;
        int rows = loop.Plan.Rows;
        if (inner == 0 || rows == 0)
            return;
        var job = new ElementwiseJob<TKernel> { Loop = loop, piecesPerRow = (inner + PieceLength - 1) / PieceLength };
        job.rowsPerPiece = job.piecesPerRow > 1 ? 1 : Math.Max(1, PieceLength / inner);
        int parts = job.piecesPerRow > 1 ? rows * job.piecesPerRow : (rows + job.rowsPerPiece - 1) / job.rowsPerPiece;
        for (int o = 0; o < outputs.Length; o++)
            job.outputs[o] = outputs[o];
        CpuPool.Run(ref job, parts);
    }

    public void Run(int part)
    {
        int inner = Loop.Plan.Inner;
        if (piecesPerRow > 1)
        {
            int row = part / piecesPerRow;
            int start = part % piecesPerRow * PieceLength;
            RunPiece(row, start, Math.Min(PieceLength, inner - start));
            return;
        }
        int end = Math.Min(Loop.Plan.Rows, (part + 1) * rowsPerPiece);
        for (int row = part * rowsPerPiece; row < end; row++)
            RunPiece(row, 0, inner);
    }

    private void RunPiece(int row, int start, int count)
    {
        long* addresses = stackalloc long[IElementwise.MaximalOutputs];
        for (int o = 0; o < Loop.OutputCount; o++)
            addresses[o] = outputs[o] + ((((long)row * Loop.Plan.Inner) + start) * sizeof(float));
        Loop.Run(row, start, count, addresses);
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
}
