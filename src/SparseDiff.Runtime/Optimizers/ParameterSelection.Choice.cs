using SparseDiff.Kernels;

namespace SparseDiff;

// Selections that may fail, those of policies and rules of one's own: what waits and the gradient change when all of a model's have chosen.
public sealed partial class ParameterSelection
{
    [ThreadStatic]
    private static SlotBuffer? previews;

    [ThreadStatic]
    private static SlotBuffer? velocities;

    private SparseRows? chosen;

    /// <summary>What <see cref="Sum"/> would give, while what waits stays as it is; in memory that the next preview on this thread takes back.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <inheritdoc cref="Sum"/>
    public Tensor Preview(RowGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        chosen = null;
        if (!ErrorFeedback || Residual is null)
            return gradient.Values;
        KernelSet kernels = gradient.Device.Kernels;
        Tensor residual = Like(Residual, gradient);
        Tensor sum = (previews ??= new SlotBuffer(new DrawCounter())).Take(gradient.Device, gradient.Shape);
        if (velocity is null || Momentum == 0)
        {
            kernels.Elementwise(default(Binary<Lanes.Add>), [residual, gradient.Values], [sum]);
            return sum;
        }

        Tensor speed = (velocities ??= new SlotBuffer(new DrawCounter())).Take(gradient.Device, gradient.Shape);
        kernels.Elementwise(new VelocityStep(Momentum), [Like(velocity, gradient), gradient.Values, residual], [speed, sum]);
        return sum;
    }

    /// <summary>The same for what a policy selects: nothing is added, and nothing kept, for one that is unbiased.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="policy">The policy.</param>
    public Tensor Preview(RowGradient gradient, ISelection<SparseRows> policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ErrorFeedback = !policy.IsUnbiased;
        return Preview(gradient);
    }

    /// <summary>Keeps in mind what was selected from <see cref="Preview(RowGradient)"/>.</summary>
    /// <param name="kept">The selected entries.</param>
    public void Choose(SparseRows kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        chosen = kept;
    }

    /// <summary>The gradient becomes what was chosen.</summary>
    /// <param name="gradient">The gradient that the preview was made of.</param>
    /// <exception cref="InvalidOperationException">Nothing was chosen since the last time.</exception>
    public void Pass(RowGradient gradient)
    {
        SparseRows kept = chosen ?? throw new InvalidOperationException("ParameterSelection: nothing was chosen of this gradient; call Select, or ChooseSelections first.");
        chosen = null;
        Sum(gradient);
        Pass(kept, gradient);
    }
}
