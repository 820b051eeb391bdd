using System.Runtime.Intrinsics.X86;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>An element-wise kernel over windows of tensors; windows that follow each other without gaps are one long row.</summary>
internal unsafe struct WindowJob<TKernel> : IPartJob
    where TKernel : struct, IElementwise
{
    private const int PieceLength = 8192;
    private const int FloatsPerCacheLine = 16;

    private ElementwiseLoop<TKernel> loop;
    private int rows;
    private int width;
    private int piecesPerRow;
    private int rowsPerPiece;
    private fixed long outputs[IElementwise.MaximalOutputs];
    private fixed int strides[IElementwise.MaximalOutputs];

    public static void Run(in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> results, int rows, int width)
    {
        if (rows == 0 || width == 0)
            return;
        bool gapless = rows == 1;
        if (!gapless)
        {
            gapless = true;
            foreach (Window input in inputs)
                gapless &= input.Stride == width;
            foreach (Window output in results)
                gapless &= output.Stride == width;
        }
        if (gapless)
            (rows, width) = (1, rows * width);

        Span<int> steps = stackalloc int[inputs.Length];
        var job = new WindowJob<TKernel> { rows = rows, width = width, piecesPerRow = (width + PieceLength - 1) / PieceLength };
        job.loop = new ElementwiseLoop<TKernel> { Kernel = kernel, InputCount = inputs.Length, OutputCount = results.Length };
        for (int i = 0; i < inputs.Length; i++)
        {
            steps[i] = inputs[i].Stride;
            job.loop.Inputs[i] = (long)(Host.Pointer(inputs[i].Tensor) + inputs[i].Start);
        }
        for (int o = 0; o < results.Length; o++)
        {
            job.strides[o] = results[o].Stride;
            job.outputs[o] = (long)(Host.Pointer(results[o].Tensor) + results[o].Start);
        }
        job.loop.Plan = BroadcastPlan.Strided(rows, width, steps);
        job.rowsPerPiece = job.piecesPerRow > 1 ? 1 : Math.Max(1, PieceLength / width);
        CpuPool.Run(ref job, job.piecesPerRow > 1 ? rows * job.piecesPerRow : (rows + job.rowsPerPiece - 1) / job.rowsPerPiece);
    }

    public void Run(int part)
    {
        if (piecesPerRow > 1)
        {
            int start = part % piecesPerRow * PieceLength;
            RunPiece(part / piecesPerRow, start, Math.Min(PieceLength, width - start));
            return;
        }
        int end = Math.Min(rows, (part + 1) * rowsPerPiece);
        for (int row = part * rowsPerPiece; row < end; row++)
        {
            if (row + 1 < end)
                Prefetch(row + 1);
            RunPiece(row, 0, width);
        }
    }

    /// <summary>
    /// Asks for the next row while this one is computed: the windows of a row are too short for the processor to foresee the next ones. A recurrent
    /// network's derivative reads what a step kept long ago, which no near cache has any more.
    /// </summary>
    private void Prefetch(int row)
    {
        if (!Sse.IsSupported)
            return;
        for (int i = 0; i < loop.InputCount; i++)
        {
            float* line = (float*)loop.Inputs[i] + loop.Plan.Offset(i, row);
            for (int column = 0; column < width; column += FloatsPerCacheLine)
                Sse.Prefetch1(line + column);
        }
    }

    private void RunPiece(int row, int start, int count)
    {
        long* addresses = stackalloc long[IElementwise.MaximalOutputs];
        for (int o = 0; o < loop.OutputCount; o++)
            addresses[o] = outputs[o] + ((((long)row * strides[o]) + start) * sizeof(float));
        loop.Run(row, start, count, addresses);
    }
}
