using System.Numerics.Tensors;
using FashionMnist.Data;
using FashionMnist.Options;
using SparseDiff;
using Tensor = SparseDiff.Tensor;

namespace FashionMnist.Training;

/// <summary>A generated forward pass: the loss, and what the backward pass needs.</summary>
internal delegate Tensor ForwardPass<TSaved>(Tensor images, Labels labels, out TSaved saved);

/// <summary>A generated backward pass.</summary>
internal delegate void BackwardPass<TSaved>(in TSaved saved);

/// <summary>A model that is trained by its generated passes; what <c>change</c> makes of the gradients counts to the step.</summary>
internal sealed class Trainee<TSaved>(
    Policy policy,
    float ratio,
    Device device,
    ForwardPass<TSaved> forward,
    BackwardPass<TSaved> backward,
    IModel model,
    IGradients gradients,
    Optimizer optimizer,
    Func<Tensor, Tensor> logits,
    Action<IGradients>? change = null) : ITrainee
{
    private TSaved _saved = default!;

    public Policy Policy => policy;

    public float Ratio => ratio;

    public float Forward(Batch batch)
    {
        return forward(batch.Images, batch.Labels, out _saved).ToScalar();
    }

    public void Backward()
    {
        gradients.Clear();
        backward(in _saved);
        device.Synchronize();
    }

    public void Settle()
    {
        gradients.Settle();
        device.Synchronize();
    }

    public void Step()
    {
        change?.Invoke(gradients);
        optimizer.Step(model, gradients);
        device.Synchronize();
    }

    public int CountCorrect(Batch batch, int first)
    {
        var answers = logits(batch.Images).ToArray(); // [batch, classes]
        var right = 0;
        for (var i = first; i < batch.Size; i++)
        {
            var answer = TensorPrimitives.IndexOfMax<float>(answers.AsSpan(i * ImageSet.Classes, ImageSet.Classes));
            if (answer == batch.Classes[i]) right++;
        }

        return right;
    }
}
