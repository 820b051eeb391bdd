using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean of the squared distances from the mean along an axis, or of all entries.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative; null for all.</param>
    /// <param name="keepDims">Whether the axis stays, with the dimension 1.</param>
    /// <param name="unbiased">Whether to divide by n - 1 instead of n.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape without the axis; a scalar for all.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    [return: Shape("", ForDefaults = true)]
    public static Tensor Variance(Tensor x, int? axis = null, bool keepDims = false, bool unbiased = false, Slot into = default)
    {
        Tensor sum = SumOf(x, axis, unbiased, out int count, out float scale);
        Tensor squares = Scratch.Take(x.Device, x.Shape);
        x.Device.Kernels.Elementwise(new SquaredDeviation(count), [x, sum], [squares]);
        Tensor y = ReducedLines.Take(x, axis, keepDims, into);
        x.Device.Kernels.SumTo(squares, ReducedLines.Kept(y, x, axis), scale, accumulate: false);
        return y;
    }

    /// <summary>dX = 2 dY / n · (x - mean), or / (n - 1).</summary>
    [VjpOf(nameof(Variance), "x")]
    public static Tensor VarianceVjp(Tensor x, Tensor dY, int? axis, bool unbiased, Slot into = default)
    {
        Tensor sum = SumOf(x, axis, unbiased, out int count, out float scale);
        return Elementwise.Map(new ScaledDeviation(2 * scale, count), [x, sum, ReducedLines.Kept(dY, x, axis)], into);
    }

    private static Tensor SumOf(Tensor x, int? axis, bool unbiased, out int count, out float scale)
    {
        count = ReducedLines.Of(nameof(Variance), x, axis).Length;
        if (unbiased && count == 1)
            throw new ShapeException($"Variance: x is {x.ShapeText}; one entry has no unbiased variance.");
        scale = 1f / (unbiased ? count - 1 : count);
        Span<int> shape = stackalloc int[x.Rank];
        ReducedLines.KeptShape(x, axis, shape);
        Tensor sum = Scratch.Take(x.Device, shape, 1);
        x.Device.Kernels.SumTo(x, sum, scale: 1, accumulate: false);
        return sum;
    }

    /// <summary>(a - b / count)².</summary>
    public readonly struct SquaredDeviation(float count) : IElementwise
    {
        private readonly float count = count;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V deviation = at.Read(0) - (at.Read(1) / V.Constant(count));
            at.Write(0, deviation * deviation);
        }
    }

    /// <summary>scale · (a - b / count) · c.</summary>
    public readonly struct ScaledDeviation(float scale, float count) : IElementwise
    {
        private readonly float scale = scale;
        private readonly float count = count;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * (at.Read(0) - (at.Read(1) / V.Constant(count))) * at.Read(2));
    }
}
