using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// What a parameter was not given yet of its gradients: between the backward pass and the optimizer's step only selected entries pass, and
/// the rest is added to the next step's gradient (error feedback), so that nothing is lost, only delayed.
/// </summary>
/// <remarks>
/// u = r + g; S(u) passes; r = u - S(u) (arXiv 1911.08772). With <see cref="Momentum"/>, v = m v + g is accumulated instead of g, and both v
/// and r are cleared where an entry passed (momentum correction and factor masking: Deep Gradient Compression, ICLR 2018). What passes of an
/// unbiased sample is larger than what was there: it goes without error feedback.
/// </remarks>
public sealed partial class ParameterSelection : IDisposable
{
    private Tensor? velocity;
    private float[] rowNorms = [];

    /// <summary>Whether what is dropped is added to the next step's gradient.</summary>
    public bool ErrorFeedback { get; set; } = true;

    /// <summary>The momentum of the accumulated velocity; 0 for none. Needs <see cref="ErrorFeedback"/>.</summary>
    public float Momentum { get; set; }

    /// <summary>What the parameter was not given yet, in its shape; null before the first step and without error feedback.</summary>
    public Tensor? Residual { get; private set; }

    /// <summary>u = r + g, from which is to be selected; without error feedback g.</summary>
    /// <exception cref="InvalidOperationException">There is a momentum but no error feedback.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not in [0, 1).</exception>
    /// <exception cref="ShapeException">What is kept is of another shape.</exception>
    public Tensor Sum(RowGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (Momentum != 0 && !ErrorFeedback)
            throw new InvalidOperationException("ParameterSelection: a momentum needs error feedback, as only what passes may be forgotten.");
        CheckMomentum(Momentum);
        if (!ErrorFeedback)
            return gradient.Values;
        KernelSet kernels = gradient.Device.Kernels;
        Tensor residual = Residual = Like(Residual, gradient);
        Tensor step = gradient.Values;
        if (Momentum != 0)
        {
            velocity = Like(velocity, gradient);
            kernels.Elementwise(new VelocityStep(Momentum), [velocity, step, residual], [velocity, residual]);
            return residual;
        }

        kernels.Elementwise(default(Binary<Lanes.Add>), [residual, step], [residual]);
        return residual;
    }

    /// <summary>The gradient becomes what passed of <see cref="Sum(RowGradient)"/>: only the rows with selected entries exist. What passed is forgotten.</summary>
    /// <param name="kept">The selected entries.</param>
    /// <param name="gradient">The gradient that the sum was made of.</param>
    public void Pass(SparseRows kept, RowGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(gradient);
        gradient.Clear();
        if (kept.IsMasked)
        {
            gradient.TouchAll();
            gradient.Device.Kernels.Copy(kept.Masked!, gradient.Buffer);
        }
        else
        {
            Touch(kept, gradient);
            gradient.Device.Kernels.AddTo(kept, gradient.Buffer);
        }

        if (!ErrorFeedback || Residual is not { } residual)
            return;
        Tensor passed = gradient.Values;
        KernelSet kernels = gradient.Device.Kernels;
        kernels.Elementwise(default(Binary<WhereZero>), [residual, passed], [residual]);
        if (velocity is not null && Momentum != 0)
            kernels.Elementwise(default(Binary<WhereZero>), [velocity, passed], [velocity]);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        chosen = null;
        Residual?.Storage.Dispose();
        velocity?.Storage.Dispose();
        (Residual, velocity) = (null, null);
    }

    private static Tensor Like(Tensor? known, RowGradient gradient)
    {
        if (known is null)
            return Tensor.Zeros(gradient.Device, gradient.Shape);
        if (!known.HasShapeOf(gradient.Buffer))
            throw new ShapeException($"ParameterSelection: what is kept is {known.ShapeText} but the gradient is {Shapes.Text(gradient.Shape)}; make one for each parameter, and load a checkpoint of the same model.");

        // A checkpoint brings it to the host, whatever device the model is on.
        known.MoveTo(gradient.Device);
        return known;
    }

    private static void CheckMomentum(float momentum)
    {
        if (!(momentum >= 0 && momentum < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "ParameterSelection: the momentum must lie in [0, 1).");
    }

    /// <summary>Rows with selected entries exist, with zeros for now.</summary>
    private static void Touch(SparseRows kept, RowGradient gradient)
    {
        int count = kept.Count;
        int[] places = ArrayPool<int>.Shared.Rent(Math.Max(1, count));
        EntrySelection.Places(kept, places);
        for (int i = 0; i < count; i++)
        {
            int row = places[i] / gradient.RowLength;
            if (!gradient.Touch(row))
                gradient.Buffer.Storage.Clear(gradient.Buffer.Offset + (row * gradient.RowLength), gradient.RowLength);
        }

        ArrayPool<int>.Shared.Return(places);
    }

    /// <summary>a where b is zero, else zero.</summary>
    private readonly struct WhereZero : IBinaryOp
    {
        public static V Apply<V>(V a, V b)
            where V : struct, ILane<V> => V.Select(V.Equal(b, V.Constant(0f)), a, V.Constant(0f));
    }
}
