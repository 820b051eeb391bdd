using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// An element-wise kernel at the entries of a compressed gradient: for each row the dense inputs are gathered into contiguous buffers and the
/// kernel runs over vectors of them; branching entry by entry would lose to dense.
/// </summary>
internal unsafe struct GatheredElementwise<TKernel> : IPartJob
    where TKernel : struct, IElementwise
{
    private const int Piece = 256;
    private const int EntriesPerPart = 4096;

    private ElementwiseLoop<TKernel> buffers;
    private BroadcastPlan plan;
    private Csr csr;
    private int rowsPerPart;
    private fixed long dense[IElementwise.MaximalInputs];
    private fixed long outputs[IElementwise.MaximalOutputs];

    public static void Run(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> results)
    {
        var job = new GatheredElementwise<TKernel>
        {
            buffers = new ElementwiseLoop<TKernel> { Kernel = kernel, InputCount = inputs.Length + 1, OutputCount = results.Length, Plan = BroadcastPlan.Contiguous(inputs.Length + 1) },
            plan = BroadcastPlan.Of(inputs, dY.Shape, keepColumns: true),
            csr = Host.Csr(dY),
        };
        for (int i = 0; i < inputs.Length; i++)
            job.dense[i] = (long)Host.Pointer(inputs[i]);
        for (int o = 0; o < results.Length; o++)
            job.outputs[o] = (long)Host.Pointer(results[o].Values);
        int perRow = Math.Max(1, job.csr.Count / Math.Max(1, job.csr.Rows));
        job.rowsPerPart = Math.Max(1, EntriesPerPart / perRow);
        CpuPool.Run(ref job, (job.csr.Rows + job.rowsPerPart - 1) / job.rowsPerPart);
    }

    public void Run(int part)
    {
        float* room = Scratch.Get<float>(ScratchUse.Row, IElementwise.MaximalInputs * Piece);
        int end = Math.Min(csr.Rows, (part + 1) * rowsPerPart);
        for (int row = part * rowsPerPart; row < end; row++)
        {
            int stop = csr.RowStart[row + 1];
            for (int entry = csr.RowStart[row]; entry < stop; entry += Piece)
                RunPiece(row, entry, Math.Min(Piece, stop - entry), room);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPiece(int row, int entry, int count, float* room)
    {
        ElementwiseLoop<TKernel> loop = buffers;
        loop.Inputs[0] = (long)(csr.Values + entry);
        for (int i = 1; i < loop.InputCount; i++)
        {
            float* from = (float*)dense[i - 1] + plan.Offset(i - 1, row);
            float* into = room + (i * Piece);
            int step = plan.Step(i - 1);
            for (int j = 0; j < count; j++)
                into[j] = from[(long)csr.Indices[entry + j] * step];
            loop.Inputs[i] = (long)into;
        }
        long* addresses = stackalloc long[IElementwise.MaximalOutputs];
        for (int o = 0; o < loop.OutputCount; o++)
            addresses[o] = outputs[o] + ((long)entry * sizeof(float));
        loop.Run(0, 0, count, addresses);
    }
}
