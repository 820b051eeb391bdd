namespace SparseDiff;

/// <summary>Drops a share of the entries while it trains (<see cref="Ops.Dropout(Tensor, float, int, long, Slot)"/>).</summary>
/// <remarks>What is dropped depends on the seed, the step and the entry's index only: it is the same on every device and thread count.</remarks>
/// <param name="rate">The share that is dropped, 0 to less than 1.</param>
/// <param name="seed">Chooses the numbers; two dropouts of one model need two seeds.</param>
public sealed partial class Dropout(float rate, int seed)
{
    /// <summary>The share that is dropped.</summary>
    public float Rate { get; set; } = rate;

    /// <summary>Whether anything is dropped: set it to false to evaluate the model.</summary>
    public bool IsTraining { get; set; } = true;

    /// <summary>Chooses the numbers.</summary>
    public int Seed { get; } = seed;

    /// <summary>x with a share of its entries dropped; another step drops others.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x, long step) => Ops.Dropout(x, IsTraining ? Rate : 0f, Seed, step);
}
