using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>What Adam and AdamW share: the two running means and their correction.</summary>
public abstract class AdamBase : Optimizer
{
    private static readonly string[] Moments = ["first", "second"];

    private AdamStep step;

    private protected AdamBase(float learningRate) => LearningRate = learningRate;

    /// <summary>The decay of the running mean of the gradient, in [0, 1).</summary>
    public float Beta1
    {
        get;
        init => field = Check(nameof(Beta1), value, value is >= 0 and < 1, "in [0, 1)");
    } = 0.9f;

    /// <summary>The decay of the running mean of its square, in [0, 1).</summary>
    public float Beta2
    {
        get;
        init => field = Check(nameof(Beta2), value, value is >= 0 and < 1, "in [0, 1)");
    } = 0.999f;

    /// <summary>Keeps the denominator from zero.</summary>
    public float Epsilon
    {
        get;
        init => field = Check(nameof(Epsilon), value, value > 0 && float.IsFinite(value), "a positive finite number");
    } = 1e-8f;

    /// <summary>The L2 penalty on the gradient, and the factor that shrinks the weights, in this step.</summary>
    private protected abstract (float Penalty, float Shrink) Decay();

    private protected override IReadOnlyList<string> StateNames => Moments;

    private protected override void BeginStep()
    {
        (float penalty, float shrink) = Decay();
        double firstCorrection = 1 - Math.Pow(Beta1, Steps);
        double secondCorrection = 1 - Math.Pow(Beta2, Steps);
        step = new AdamStep(
            (float)(LearningRate / firstCorrection), (float)(1 / Math.Sqrt(secondCorrection)), Beta1, Beta2, Epsilon, penalty, shrink);
    }

    private protected override void Update(int index, Tensor parameter, RowGradient gradient) =>
        parameter.Device.Kernels.Adam(parameter, gradient, State(0, index), State(1, index), step, TouchedRowsOnly);
}
