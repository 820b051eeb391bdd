using System.Runtime.CompilerServices;
using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>The kernels that run any element-wise chain, from the one definition that the host's vector loops use too.</summary>
/// <remarks>
/// Each exists twice. ILGPU copies a kernel's arguments in code of its own, which must see their types: a chain whose struct it
/// cannot see, and which has no fields, is made anew on the GPU instead of being passed.
/// </remarks>
internal static class GpuElementwise
{
    /// <summary>Every position of dense outputs.</summary>
    [GpuKernel]
    public static void Run<TKernel>(TKernel kernel, GpuLanes at)
        where TKernel : struct, IElementwise => Dense(kernel, at);

    /// <inheritdoc cref="Run"/>
    [GpuKernel]
    public static void RunUnseen<TKernel>(GpuLanes at)
        where TKernel : struct, IElementwise => Dense(default(TKernel), at);

    /// <summary>The entries of compressed rows: input 0 and the outputs have one number for each, the other inputs one for each position.</summary>
    [GpuKernel]
    public static void RunCompressed<TKernel>(TKernel kernel, SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, GpuLanes at)
        where TKernel : struct, IElementwise => Compressed(kernel, shape, rowStart, columns, at);

    /// <inheritdoc cref="RunCompressed"/>
    [GpuKernel]
    public static void RunCompressedUnseen<TKernel>(SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, GpuLanes at)
        where TKernel : struct, IElementwise => Compressed(default(TKernel), shape, rowStart, columns, at);

    /// <summary>Every position at which input 0 is not zero; the outputs are zero at the others.</summary>
    [GpuKernel]
    public static void RunMasked<TKernel>(TKernel kernel, GpuLanes at)
        where TKernel : struct, IElementwise => Masked(kernel, at);

    /// <inheritdoc cref="RunMasked"/>
    [GpuKernel]
    public static void RunMaskedUnseen<TKernel>(GpuLanes at)
        where TKernel : struct, IElementwise => Masked(default(TKernel), at);

    private static void Dense<TKernel>(TKernel kernel, GpuLanes at)
        where TKernel : struct, IElementwise
    {
        for (int i = GpuLanes.First; i < at.Length; i += GpuLanes.Stride)
        {
            var lanes = new DenseAccess(at, i);
            kernel.Apply<FloatLane, DenseAccess>(ref lanes);
        }
    }

    private static void Compressed<TKernel>(TKernel kernel, SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, GpuLanes at)
        where TKernel : struct, IElementwise
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            for (int entry = rowStart[row] + Group.IdxX; entry < rowStart[row + 1]; entry += Group.DimX)
            {
                var lanes = new CompressedAccess(at, entry, (row * shape.Columns) + columns[entry]);
                kernel.Apply<FloatLane, CompressedAccess>(ref lanes);
            }
        }
    }

    private static void Masked<TKernel>(TKernel kernel, GpuLanes at)
        where TKernel : struct, IElementwise
    {
        for (int i = GpuLanes.First; i < at.Length; i += GpuLanes.Stride)
        {
            var lanes = new MaskedAccess(at, i, at.Read(0, i).Value != 0f ? 1 : 0);
            kernel.Apply<FloatLane, MaskedAccess>(ref lanes);
        }
    }

    private readonly struct DenseAccess(GpuLanes lanes, int position) : ILanes<FloatLane>
    {
        private readonly GpuLanes lanes = lanes;
        private readonly int position = position;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public FloatLane Read(int input) => lanes.Read(input, position);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int output, FloatLane value) => lanes.Write(output, position, value);
    }

    private readonly struct CompressedAccess(GpuLanes lanes, int entry, int position) : ILanes<FloatLane>
    {
        private readonly GpuLanes lanes = lanes;
        private readonly int entry = entry;
        private readonly int position = position;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public FloatLane Read(int input) => lanes.Read(input, input == 0 ? entry : position);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int output, FloatLane value) => lanes.Write(output, entry, value);
    }

    private readonly struct MaskedAccess(GpuLanes lanes, int position, int exists) : ILanes<FloatLane>
    {
        private readonly GpuLanes lanes = lanes;
        private readonly int position = position;
        private readonly int exists = exists;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public FloatLane Read(int input) => lanes.Read(input, position);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int output, FloatLane value) => lanes.Write(output, position, new FloatLane(exists != 0 ? value.Value : 0f));
    }
}
