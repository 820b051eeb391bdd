namespace Samples.Language;

/// <summary>A language model with its gradients and its optimizer: the three phases of a training step, a test, and what it expects next.</summary>
internal interface ILanguageTrainee
{
    /// <summary>Its name in table and report.</summary>
    string Name { get; }

    /// <summary>The share of gradient entries that travel.</summary>
    float Ratio { get; }

    /// <summary>How many numbers are trained.</summary>
    long Trained { get; }

    /// <summary>The mean loss of a batch, in nats per token; what the backward pass needs is kept.</summary>
    float Forward(Windows batch);

    /// <summary>The gradients of the last loss.</summary>
    void Backward();

    /// <summary>Computes what <see cref="Backward"/> has left to <see cref="Step"/>, if anything.</summary>
    void Settle();

    /// <summary>Steps the parameters along the last gradients.</summary>
    /// <param name="rate">The learning rate.</param>
    void Step(float rate);

    /// <summary>The mean loss of a batch; nothing is kept.</summary>
    float Test(Windows batch);

    /// <summary>What the model expects after some tokens: a number for each token.</summary>
    float[] Next(int[] tokens);

    /// <summary>Saves all that training needs to go on.</summary>
    void Save(string path, long step);

    /// <summary>Goes back to where <see cref="Save"/> was, and returns the step.</summary>
    long Resume(string path);
}
