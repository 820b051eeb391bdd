using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>y = x · wᵀ + b, the same as <see cref="Linear"/>; the gradient of w is summed over an unbiased sample of the rows of x.</summary>
    /// <remarks>
    /// dW = Σ dyᵢᵀ xᵢ over all rows i (examples, or tokens). Row i enters with probability pᵢ = min(1, ‖xᵢ‖ ‖dyᵢ‖ / τ), divided by it (leverage
    /// sampling, as VCAS has it, ICLR 2024); systematic sampling, so as many as the budget says, give or take one. The gradients of x and b are whole: what
    /// travels upstream is the affair of sparsity points. A budget of variance adds that much, relative to Σ ‖xᵢ‖² ‖dyᵢ‖².
    /// </remarks>
    /// <param name="x">The inputs, [..., inputs].</param>
    /// <param name="w">The weights, [outputs, inputs].</param>
    /// <param name="b">The bias, [outputs]; or null.</param>
    /// <param name="budget">How many rows enter, which share of them, or how much variance the sample may add, such as <see cref="VarianceController.Budget"/>.</param>
    /// <param name="seed">Chooses the numbers; two layers of one model need two seeds.</param>
    /// <param name="step">The training step: another step draws other rows.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., outputs].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    /// <exception cref="NotSupportedException">The budget is one of energy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range, or there are fewer rows.</exception>
    [LinearOperation]
    [return: Shape("..., outputs")]
    public static Tensor SampledLinear(
        [Shape("..., inputs")] Tensor x, [Shape("outputs, inputs")] Tensor w, [Shape("outputs")] Tensor? b, Budget budget, int seed, long step, Slot into = default)
    {
        if (budget.Kind == BudgetKind.Energy)
            throw budget.Unsupported(nameof(SampledLinear));
        Tensor y = Linear(x, w, b, into);
        if (budget.Kind == BudgetKind.Variance)
            budget.Checked(nameof(SampledLinear));
        else
            budget.CountOf(nameof(SampledLinear), x.AsMatrix().Rows, "of rows");
        return y;
    }

    /// <summary>dX = dY · w.</summary>
    [VjpOf(nameof(SampledLinear), "x")]
    public static Tensor SampledLinearVjpX(Tensor dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default) => LinearVjpX(dY, x, w, into);

    /// <summary>dX = dY · w, with only the selected entries of dY.</summary>
    [VjpOf(nameof(SampledLinear), "x")]
    public static Tensor SampledLinearVjpX(SparseRows dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default) => LinearVjpX(dY, x, w, into);

    /// <summary>dX = dY · w, with only the selected columns of dY.</summary>
    [VjpOf(nameof(SampledLinear), "x")]
    public static Tensor SampledLinearVjpX(SparseColumns dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default) => LinearVjpX(dY, x, w, into);

    /// <summary>dX = dY · w for the examples that dY has.</summary>
    [VjpOf(nameof(SampledLinear), "x")]
    public static SparseExamples SampledLinearVjpX(SparseExamples dY, [ShapeOnly] Tensor x, Tensor w, SparseSlot into = default) => LinearVjpX(dY, x, w, into);

    /// <summary>dB += the sums of dY over all examples.</summary>
    [VjpOf(nameof(SampledLinear), "b")]
    public static void SampledLinearVjpB(Tensor dY, RowGradient into) => LinearVjpB(dY, into);

    /// <summary>dB += the sums of the selected entries of dY over all examples.</summary>
    [VjpOf(nameof(SampledLinear), "b")]
    public static void SampledLinearVjpB(SparseRows dY, RowGradient into) => LinearVjpB(dY, into);

    /// <summary>dB += the sums of the selected columns over all examples.</summary>
    [VjpOf(nameof(SampledLinear), "b")]
    public static void SampledLinearVjpB(SparseColumns dY, RowGradient into) => LinearVjpB(dY, into);

    /// <summary>dB += the sums of dY over the examples that it has.</summary>
    [VjpOf(nameof(SampledLinear), "b")]
    public static void SampledLinearVjpB(SparseExamples dY, RowGradient into) => LinearVjpB(dY, into);

    /// <summary>dW += dYᵀ · x over a sample of the rows.</summary>
    [VjpOf(nameof(SampledLinear), "w")]
    public static void SampledLinearVjpW(Tensor x, Tensor dY, Budget budget, int seed, long step, RowGradient into) =>
        SampledProduct(x.AsMatrix(), dY.AsMatrix(), dY.AsMatrix().Rows, budget, CounterRandom.Uniform((ulong)(uint)seed, (ulong)step), into);

    /// <summary>The same over a sample of the rows that dY has: those that it does not have would never be drawn.</summary>
    [VjpOf(nameof(SampledLinear), "w")]
    public static void SampledLinearVjpW(Tensor x, SparseExamples dY, Budget budget, int seed, long step, RowGradient into)
    {
        if (x.Rank < 2)
            SampledLinearVjpW(x, dY.ToDense(), budget, seed, step, into);
        else if (dY.Values.Length > 0)
            SampledProduct(Slices.Of(x, dY, Scratch.FirstOfBlocks).AsMatrix(), dY.Values.AsMatrix(), x.AsMatrix().Rows, budget, CounterRandom.Uniform((ulong)(uint)seed, (ulong)step), into);
    }

    /// <summary>into += dYᵀ · x over a sample of the rows: a dense product of as many.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="dY">[rows, outputs].</param>
    /// <param name="among">Of how many rows a ratio is a share: there may be others, of zeros.</param>
    /// <param name="budget">How many are drawn.</param>
    /// <param name="uniform">The random number.</param>
    /// <param name="into">[outputs, inputs].</param>
    private static void SampledProduct(Tensor x, Tensor dY, int among, Budget budget, float uniform, RowGradient into)
    {
        int rows = dY.Rows;
        if (dY.Length == 0)
            return;
        Budget own = budget.Kind == BudgetKind.Variance ? budget : Budget.Count(Math.Min(rows, budget.CountOf(nameof(SampledLinear), among, "of rows")));
        float[] factors = ArrayPool<float>.Shared.Rent(rows);
        int[] kept = ArrayPool<int>.Shared.Rent(rows);
        float[] leverages = ArrayPool<float>.Shared.Rent(rows);
        Leverages(x, dY, leverages.AsSpan(0, rows), factors.AsSpan(0, rows));
        int count = SliceSample.Draw(leverages.AsSpan(0, rows), own, nameof(SampledLinear), "of rows", uniform, kept, factors);
        if (count > 0)
        {
            KernelSet kernels = dY.Device.Kernels;
            using AxisPattern pattern = new(dY.Device);
            pattern.Set(rows, kept.AsSpan(0, count));
            Tensor scale = Scratch.Take(dY.Device, [count, 1], 2);
            scale.CopyFrom(factors.AsSpan(0, count));
            Tensor drawn = Scratch.Take(dY.Device, [count, dY.Columns], Scratch.FirstOfBlocks + 1);
            kernels.Gather(dY, 0, pattern, drawn);
            kernels.Elementwise(default(Binary<Lanes.Multiply>), [drawn, scale], [drawn]);
            kernels.MatMulRows(drawn, transposeA: true, x, pattern, into.Buffer, accumulate: into.TouchAll());
        }

        ArrayPool<float>.Shared.Return(leverages);
        ArrayPool<float>.Shared.Return(factors);
        ArrayPool<int>.Shared.Return(kept);
    }

    /// <summary>‖xᵢ‖ ‖dyᵢ‖ of each row, on the host; what is not finite stays so.</summary>
    private static void Leverages(Tensor x, Tensor dY, Span<float> into, Span<float> room)
    {
        KernelSet kernels = dY.Device.Kernels;
        Tensor norms = Scratch.Take(dY.Device, [dY.Rows], 2);
        kernels.Norms(dY, 0, SliceNorm.L2, norms);
        norms.Storage.Read(norms.Offset, into);
        kernels.Norms(x, 0, SliceNorm.L2, norms);
        norms.Storage.Read(norms.Offset, room);
        for (int i = 0; i < into.Length; i++)
            into[i] *= room[i];
    }
}
