using FashionMnist.Data;
using FashionMnist.Options;

namespace FashionMnist.Training;

/// <summary>A model with its gradients and its optimizer: the three phases of a training step, and a test.</summary>
internal interface ITrainee
{
    /// <summary>Which gradient entries it lets travel.</summary>
    Policy Policy { get; }

    /// <summary>The share of entries that travel.</summary>
    float Ratio { get; }

    /// <summary>The loss of a batch; what the backward pass needs is kept.</summary>
    float Forward(Batch batch);

    /// <summary>The gradients of the last loss.</summary>
    void Backward();

    /// <summary>Computes what <see cref="Backward"/> has left to <see cref="Step"/>, if anything.</summary>
    void Settle();

    /// <summary>Steps the parameters along the last gradients.</summary>
    void Step();

    /// <summary>How many images of a batch, from the <paramref name="first"/> on, it classifies rightly.</summary>
    int CountCorrect(Batch batch, int first);
}
