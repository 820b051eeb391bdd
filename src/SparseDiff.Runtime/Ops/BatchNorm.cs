using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>Batch normalisation of images: each channel gets mean 0 and variance 1 over examples and positions, then a scale and an offset (Ioffe and Szegedy, arXiv 1502.03167).</summary>
    /// <param name="x">The images, [examples, channels, height, width].</param>
    /// <param name="w">The scale of each channel, [channels].</param>
    /// <param name="b">The offset of each channel, [channels].</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="running">When given, it takes in this batch's statistics; or, frozen, stands in for them.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape.</returns>
    /// <exception cref="ShapeException">The shapes do not go together, or there is nothing to take a mean of.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor w, Tensor b, float eps = 1e-5f, RunningStatistics? running = null, Slot into = default)
    {
        CheckBatchNorm(x, w, b, running);
        Tensor y = into.TakeLike(x);
        var batch = new ChannelStatistics(x, y, Scratch.Take(x.Device, [2 * x.Shape[1]]), running);
        if (running is { IsFrozen: false })
            running.Update(batch.Mean, batch.Variance, batch.Count);
        x.Device.Kernels.Elementwise(new Normalise(eps), [x, batch.Mean, batch.Variance, PerChannel(w), PerChannel(b)], [y]);
        return y;
    }

    /// <summary>dX = w / σ · (dY - mean(dY) - x̂ · mean(dY · x̂)), with x̂ = (x - μ) / σ and means over each channel; w / σ · dY with frozen statistics.</summary>
    [VjpOf(nameof(BatchNorm), "x")]
    public static Tensor BatchNormVjpX(Tensor dY, Tensor x, Tensor w, float eps, RunningStatistics? running, Slot into = default)
    {
        KernelSet kernels = x.Device.Kernels;
        int channels = x.Shape[1];
        Tensor dX = into.TakeLike(x);
        Tensor room = Scratch.Take(x.Device, [4 * channels]);
        var batch = new ChannelStatistics(x, dX, room, running);
        if (running is { IsFrozen: true })
        {
            kernels.Elementwise(new ScalePull(eps), [dY, batch.Variance, PerChannel(w)], [dX]);
            return dX;
        }

        Tensor mean = PerChannel(room.Slice(2 * channels, channels));
        Tensor projection = PerChannel(room.Slice(3 * channels, channels));
        kernels.SumTo(dY, mean, 1f / batch.Count, accumulate: false);
        kernels.Elementwise(default(TimesDifference), [dY, x, batch.Mean], [dX]);
        kernels.SumTo(dX, projection, 1f / batch.Count, accumulate: false);
        kernels.Elementwise(new NormalisePull(eps), [dY, x, batch.Mean, batch.Variance, mean, projection, PerChannel(w)], [dX]);
        return dX;
    }

    /// <summary>dW += the sums of dY · x̂ over each channel.</summary>
    [VjpOf(nameof(BatchNorm), "w")]
    public static void BatchNormVjpW(Tensor dY, Tensor x, float eps, RunningStatistics? running, RowGradient into)
    {
        KernelSet kernels = x.Device.Kernels;
        int channels = x.Shape[1];
        Tensor room = Scratch.Take(x.Device, [x.Length + (2 * channels)]);
        Tensor products = room.Slice(0, x.Length).View(x.Shape);
        var batch = new ChannelStatistics(x, products, room.Slice(x.Length, 2 * channels), running);
        kernels.Elementwise(new TimesNormalised(eps), [dY, x, batch.Mean, batch.Variance], [products]);
        bool accumulate = into.TouchAll();
        kernels.SumTo(products, PerChannel(into.Buffer), scale: 1, accumulate);
    }

    /// <summary>dB += the sums of dY over each channel.</summary>
    [VjpOf(nameof(BatchNorm), "b")]
    public static void BatchNormVjpB(Tensor dY, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        dY.Device.Kernels.SumTo(dY, PerChannel(into.Buffer), scale: 1, accumulate);
    }

    /// <summary>[channels] as [channels, 1, 1], which broadcasts over examples and positions.</summary>
    private static Tensor PerChannel(Tensor x) => x.View(x.Length, 1, 1);

    private static void CheckBatchNorm(Tensor x, Tensor w, Tensor b, RunningStatistics? running)
    {
        if (x.Rank != 4 || x.Length == 0)
            throw new ShapeException($"BatchNorm: x is {x.ShapeText}; it must be [examples, channels, height, width] with at least one entry.");
        if (w.Rank != 1 || w.Length != x.Shape[1] || !b.HasShapeOf(w))
            throw new ShapeException($"BatchNorm: x is {x.ShapeText}, w is {w.ShapeText} and b is {b.ShapeText}; w and b must be [{x.Shape[1]}], one entry for each channel of x.");
        if (running is not null && !running.Mean.HasShapeOf(w))
            throw new ShapeException($"BatchNorm: x is {x.ShapeText} but the running statistics are {running.Mean.ShapeText}; they must be [{x.Shape[1]}], one entry for each channel of x.");
        if (running is not null)
            Broadcasting.CheckDevice(nameof(BatchNorm), x, running.Mean.Device);
        Broadcasting.CheckDevice(nameof(BatchNorm), x, w.Device);
        Broadcasting.CheckDevice(nameof(BatchNorm), x, b.Device);
    }

    /// <summary>Mean and (biased) variance of each channel, [channels, 1, 1].</summary>
    private readonly struct ChannelStatistics
    {
        /// <summary>The frozen ones; or computes them in <paramref name="room"/>, with <paramref name="squares"/>, of x's shape, as a place for intermediate numbers.</summary>
        public ChannelStatistics(Tensor x, Tensor squares, Tensor room, RunningStatistics? running)
        {
            if (running is { IsFrozen: true })
            {
                (Mean, Variance) = (PerChannel(running.Mean), PerChannel(running.Variance));
                return;
            }

            KernelSet kernels = x.Device.Kernels;
            int channels = x.Shape[1];
            Count = x.Length / channels;
            Mean = PerChannel(room.Slice(0, channels));
            Variance = PerChannel(room.Slice(channels, channels));
            kernels.SumTo(x, Mean, 1f / Count, accumulate: false);
            kernels.Elementwise(default(SquaredDifference), [x, Mean], [squares]);
            kernels.SumTo(squares, Variance, 1f / Count, accumulate: false);
        }

        public Tensor Mean { get; }

        public Tensor Variance { get; }

        /// <summary>Entries of a channel.</summary>
        public int Count { get; }
    }

    /// <summary>(x - mean) / √(variance + eps) · w + b.</summary>
    public readonly struct Normalise(float eps) : IElementwise
    {
        private readonly float eps = eps;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> =>
            at.Write(0, V.MultiplyAdd((at.Read(0) - at.Read(1)) / V.Sqrt(at.Read(2) + V.Constant(eps)), at.Read(3), at.Read(4)));
    }

    /// <summary>w / σ · (dY - mean - (x - μ) / σ² · projection), from dY, x, μ, σ² - eps, mean, projection, w.</summary>
    public readonly struct NormalisePull(float eps) : IElementwise
    {
        private readonly float eps = eps;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V variance = at.Read(3) + V.Constant(eps);
            V along = (at.Read(1) - at.Read(2)) / variance * at.Read(5);
            at.Write(0, at.Read(6) / V.Sqrt(variance) * (at.Read(0) - at.Read(4) - along));
        }
    }

    /// <summary>dY · w / √(variance + eps), from dY, variance, w.</summary>
    public readonly struct ScalePull(float eps) : IElementwise
    {
        private readonly float eps = eps;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, at.Read(0) * at.Read(2) / V.Sqrt(at.Read(1) + V.Constant(eps)));
    }

    /// <summary>a · (b - c).</summary>
    public readonly struct TimesDifference : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, at.Read(0) * (at.Read(1) - at.Read(2)));
    }

    /// <summary>dY · (x - mean) / √(variance + eps).</summary>
    public readonly struct TimesNormalised(float eps) : IElementwise
    {
        private readonly float eps = eps;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> =>
            at.Write(0, at.Read(0) * (at.Read(1) - at.Read(2)) / V.Sqrt(at.Read(3) + V.Constant(eps)));
    }
}
