using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Stochastic gradient descent, with momentum, Nesterov's look-ahead and an L2 penalty as options.</summary>
/// <remarks>
/// g ← g + WeightDecay · w; m ← Momentum · m + g; w ← w - LearningRate · (m, or g + Momentum · m with Nesterov). The momentum of the
/// first step is g itself, as m begins at zero.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] OnlyMomentum = ["momentum"];

    private SgdStep step;

    /// <summary>Descent with a learning rate.</summary>
    public Sgd(float learningRate) => LearningRate = learningRate;

    /// <summary>The share of the last step that goes on, in [0, 1).</summary>
    public float Momentum
    {
        get;
        init => field = Check(nameof(Momentum), value, value is >= 0 and < 1, "in [0, 1)");
    }

    /// <summary>The L2 penalty.</summary>
    public float WeightDecay
    {
        get;
        init => field = Check(nameof(WeightDecay), value, value >= 0 && float.IsFinite(value), "a finite number of 0 or more");
    }

    /// <summary>Whether the gradient counts as taken after the momentum's step.</summary>
    public bool Nesterov { get; init; }

    private protected override IReadOnlyList<string> StateNames => Momentum > 0 ? OnlyMomentum : [];

    private protected override void BeginStep() => step = new SgdStep(LearningRate, Momentum, WeightDecay, Nesterov);

    private protected override void Update(int index, Tensor parameter, RowGradient gradient) =>
        parameter.Device.Kernels.Sgd(parameter, gradient, Momentum > 0 ? State(0, index) : null, step, TouchedRowsOnly);
}
