using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The product along an axis, or of all entries.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative; null for all.</param>
    /// <param name="keepDims">Whether the axis stays, with the dimension 1.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape without the axis; a scalar for all.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    [return: Shape("", ForDefaults = true)]
    public static Tensor Product(Tensor x, int? axis = null, bool keepDims = false, Slot into = default)
    {
        ReducedLines lines = ReducedLines.Of(nameof(Product), x, axis);
        Tensor y = ReducedLines.Take(x, axis, keepDims, into);
        x.Device.Kernels.Reduce(Reduction.Product, x, lines.Outer, lines.Length, lines.Inner, y);
        return y;
    }

    /// <summary>dX = dY · the product of all others: those before times those behind, so that zeros do no harm.</summary>
    [VjpOf(nameof(Product), "x")]
    public static Tensor ProductVjp(Tensor x, Tensor dY, int? axis, Slot into = default)
    {
        ReducedLines lines = ReducedLines.Of(nameof(Product), x, axis);
        Tensor before = Scratch.Take(x.Device, x.Shape);
        Tensor behind = Scratch.Take(x.Device, x.Shape, 1);
        x.Device.Kernels.Scan(x, lines.Outer, lines.Length, lines.Inner, product: true, exclusive: true, reverse: false, before);
        x.Device.Kernels.Scan(x, lines.Outer, lines.Length, lines.Inner, product: true, exclusive: true, reverse: true, behind);
        return Elementwise.Map(default(TripleProduct), [before, behind, ReducedLines.Kept(dY, x, axis)], into);
    }

    /// <summary>a · b · c.</summary>
    public readonly struct TripleProduct : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, at.Read(0) * at.Read(1) * at.Read(2));
    }
}
