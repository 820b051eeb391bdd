using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>Sets a share of the entries to 0 and divides the others by what is left, so that the mean stays (Srivastava et al., JMLR 2014).</summary>
    /// <remarks>
    /// Which entries survive depends on the seed, the step and the entry's index only: it is the same on every device and with any number
    /// of threads, nothing is kept for the backward pass, and a step that is computed again draws the same.
    /// </remarks>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The share that is dropped, 0 to less than 1; 0 copies x.</param>
    /// <param name="seed">Chooses the numbers; two dropouts of one model need two seeds.</param>
    /// <param name="step">The training step: another step draws other entries.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    [return: Shape("...")]
    public static Tensor Dropout([Shape("...")] Tensor x, float rate, int seed, long step, Slot into = default)
    {
        CheckRate(rate);
        Tensor y = into.TakeLike(x);
        if (rate == 0)
            x.Device.Kernels.Copy(x, y);
        else
            x.Device.Kernels.Dropout(x, rate, Key(seed, step), y);
        return y;
    }

    /// <summary>dX = dY at the entries that survived, divided by what is left.</summary>
    [VjpOf(nameof(Dropout), "x")]
    public static Tensor DropoutVjp(Tensor dY, float rate, int seed, long step, Slot into = default) => Dropout(dY, rate, seed, step, into);

    /// <summary>The same at the entries that dY has.</summary>
    [VjpOf(nameof(Dropout), "x")]
    public static SparseRows DropoutVjp(SparseRows dY, float rate, int seed, long step, SparseSlot into = default)
    {
        if (rate == 0)
            return dY;
        SparseRows dX = into.Take(dY.Device);
        dY.Device.Kernels.Dropout(dY, rate, Key(seed, step), dX);
        return dX;
    }

    /// <summary>The same for the examples that dY has. Which entries survive goes by their place in the whole, so the whole is gone through once.</summary>
    [VjpOf(nameof(Dropout), "x")]
    public static SparseExamples DropoutVjp(SparseExamples dY, float rate, int seed, long step, SparseSlot into = default)
    {
        if (rate == 0)
            return dY;
        SparseExamples dX = SparseExamples.Take(into, dY.Device);
        Tensor dense = Slices.Dense(dY, Scratch.FirstOfBlocks);
        Tensor dropped = Scratch.Take(dY.Device, dY.Shape, Scratch.FirstOfBlocks + 1);
        dY.Device.Kernels.Dropout(dense, rate, Key(seed, step), dropped);
        dY.Device.Kernels.Gather(dropped, dY.Axis, dY.Pattern, dX.BeginLike(dY, dY.Shape));
        return dX;
    }

    private static ulong Key(int seed, long step) => CounterRandom.Bits((uint)seed, (ulong)step);

    private static void CheckRate(float rate)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Dropout: rate must lie in [0, 1).");
    }
}
