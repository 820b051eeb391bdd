using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x with its axes in another order: the result's axis d is x's axis <paramref name="axes"/>[d].</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Every axis of x once, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">The axes are not those of x.</exception>
    public static Tensor Permute(Tensor x, int[] axes, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(axes);
        Span<int> order = stackalloc int[axes.Length];
        Order(x, axes, order);
        return Reordered(x, order, into);
    }

    /// <summary>dX = dY with its axes in the order they had.</summary>
    [VjpOf(nameof(Permute), "x")]
    public static Tensor PermuteVjp(Tensor dY, int[] axes, Slot into = default)
    {
        Span<int> order = stackalloc int[axes.Length];
        Span<int> back = stackalloc int[axes.Length];
        Order(dY, axes, order);
        for (int i = 0; i < order.Length; i++)
            back[order[i]] = i;
        return Reordered(dY, back, into);
    }

    /// <summary>The same for the examples that dY has; all of them when their axis moves.</summary>
    [VjpOf(nameof(Permute), "x")]
    public static SparseExamples PermuteVjp(SparseExamples dY, [ShapeOnly] Tensor x, int[] axes, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into, apart: Shapes.Axis(nameof(Permute), axes[0], x.Shape) == 0);
        PermuteVjp(blocks.Gradient, axes, blocks.Slot);
        return blocks.Result;
    }

    private static Tensor Reordered(Tensor x, ReadOnlySpan<int> order, Slot into)
    {
        Span<int> shape = stackalloc int[order.Length];
        for (int i = 0; i < order.Length; i++)
            shape[i] = x.Shape[order[i]];
        Tensor y = into.Take(x.Device, shape);
        x.Device.Kernels.Permute(x, order, y);
        return y;
    }

    private static void Order(Tensor x, ReadOnlySpan<int> axes, Span<int> order)
    {
        long seen = 0;
        for (int i = 0; i < axes.Length && axes.Length == x.Rank; i++)
        {
            order[i] = Shapes.Axis(nameof(Permute), axes[i], x.Shape);
            seen |= 1L << order[i];
        }

        if (axes.Length != x.Rank || seen != (1L << x.Rank) - 1)
            throw new ShapeException($"Permute: axes are {Shapes.Text(axes)}, but x is {x.ShapeText}; each of its axes must occur once.");
    }
}
