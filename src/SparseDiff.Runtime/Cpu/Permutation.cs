using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>Copies a tensor with its axes in another order: runs when the last axis stays last, else 8 × 8 tiles of the plane that x and into are contiguous in.</summary>
internal static unsafe class Permutation
{
    /// <summary>into[i₀, i₁, …] = x with into's axis d being x's axis axes[d].</summary>
    public static void Copy(float* x, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, float* into)
    {
        int rank = shape.Length;
        if (rank == 0)
        {
            *into = *x;
            return;
        }
        Span<int> extents = stackalloc int[rank];
        Span<long> steps = stackalloc long[rank];
        Span<long> intoSteps = stackalloc long[rank];
        Span<int> coordinates = stackalloc int[rank];
        coordinates.Clear();
        long stride = 1;
        Span<long> strides = stackalloc long[rank];
        for (int axis = rank - 1; axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        if (stride == 0)
            return;
        long intoStride = 1;
        int rowAxis = rank - 1; // Where x's contiguous axis went.
        for (int d = rank - 1; d >= 0; d--)
        {
            extents[d] = shape[axes[d]];
            steps[d] = strides[axes[d]];
            intoSteps[d] = intoStride;
            intoStride *= extents[d];
            if (axes[d] == rank - 1)
                rowAxis = d;
        }

        int last = rank - 1;
        do
        {
            long from = 0, to = 0;
            for (int d = 0; d < rank; d++)
            {
                from += coordinates[d] * steps[d];
                to += coordinates[d] * intoSteps[d];
            }
            if (rowAxis == last)
                new ReadOnlySpan<float>(x + from, extents[last]).CopyTo(new Span<float>(into + to, extents[last]));
            else
                Transpose(x + from, steps[last], extents[last], extents[rowAxis], into + to, intoSteps[rowAxis]);
        }
        while (Advance(coordinates, extents, last, rowAxis));
    }

    /// <summary>The next position of all axes but those of the plane.</summary>
    private static bool Advance(Span<int> coordinates, ReadOnlySpan<int> extents, int last, int rowAxis)
    {
        for (int d = coordinates.Length - 1; d >= 0; d--)
        {
            if (d == last || d == rowAxis)
                continue;
            if (++coordinates[d] < extents[d])
                return true;
            coordinates[d] = 0;
        }
        return false;
    }

    /// <summary>into[columns, rows] = x[rows, columns]ᵀ, each with its own row stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* x, long stride, int rows, int columns, float* into, long intoStride)
    {
        int row = 0;
        for (; Avx.IsSupported && row + 8 <= rows; row += 8)
        {
            int column = 0;
            for (; column + 8 <= columns; column += 8)
                GemmPacking.Transpose8x8(x + (row * stride) + column, stride, into + (column * intoStride) + row, intoStride);
            for (; column < columns; column++)
            {
                for (int r = row; r < row + 8; r++)
                    into[(column * intoStride) + r] = x[(r * stride) + column];
            }
        }
        for (; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                into[(column * intoStride) + row] = x[(row * stride) + column];
        }
    }
}
