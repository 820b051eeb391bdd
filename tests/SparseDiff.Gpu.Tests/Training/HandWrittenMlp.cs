using SparseDiff.Kernels;

namespace SparseDiff.Tests.Training;

/// <summary>Which gradient travels upstream of the hidden layer.</summary>
public enum Policy
{
    /// <summary>All of it.</summary>
    Dense,

    /// <summary>The largest of each row.</summary>
    TopK,

    /// <summary>The largest of the tensor.</summary>
    TopKOfTensor,

    /// <summary>A sample of the tensor.</summary>
    SampledK,
}

/// <summary>A multi-layer perceptron whose passes are written by hand from the operations and rules that generated code uses.</summary>
internal sealed class HandWrittenMlp : IModel, IGradients, IDisposable
{
    private readonly Workspace workspace = new();
    private readonly Tensor w1;
    private readonly Tensor b1;
    private readonly Tensor w2;
    private readonly Tensor b2;
    private readonly RowGradient dW1;
    private readonly RowGradient dB1;
    private readonly RowGradient dW2;
    private readonly RowGradient dB2;
    private readonly Policy policy;

    public HandWrittenMlp(int inputs, int hidden, int classes, Policy policy, Device device)
    {
        this.policy = policy;
        w1 = Init.KaimingUniform(hidden, inputs, seed: 1);
        b1 = Tensor.Zeros(hidden);
        w2 = Init.KaimingUniform(classes, hidden, seed: 2);
        b2 = Tensor.Zeros(classes);
        Parameters = [new("W1", w1), new("B1", b1), new("W2", w2), new("B2", b2)];
        this.To(device);
        (dW1, dB1, dW2, dB2) = (new(w1), new(b1), new(w2), new(b2));
        Entries = [dW1, dB1, dW2, dB2];
    }

    public IReadOnlyList<NamedTensor> Parameters { get; }

    public IReadOnlyList<RowGradient?> Entries { get; }

    public float LossWithGradients(Tensor images, Labels labels)
    {
        workspace.Begin();
        Tensor z1 = Ops.Linear(images, w1, b1, workspace[0]);           // [batch, hidden]
        Tensor h1 = Ops.Relu(z1, workspace[1]);                         // [batch, hidden]
        Tensor logits = Ops.Linear(h1, w2, b2, workspace[2]);           // [batch, classes]
        Tensor loss = Ops.SoftmaxCrossEntropy(logits, labels, into: workspace[3]);

        foreach (RowGradient? gradient in Entries)
            gradient!.Clear();
        Tensor dLoss = workspace[4].Take(loss.Device);
        loss.Device.Kernels.Fill(dLoss, 1f);
        Tensor dLogits = Ops.SoftmaxCrossEntropyVjpLogits(logits, labels, dLoss, into: workspace[5]);
        Ops.LinearVjpW(h1, dLogits, dW2);
        Ops.LinearVjpB(dLogits, dB2);
        Tensor dH1 = Ops.LinearVjpX(dLogits, h1, w2, workspace[6]);
        if (policy == Policy.Dense)
        {
            Tensor dZ1 = Elementwise.Map(new ScaledReluPull(1f), [dH1, h1], workspace[7]);
            Ops.LinearVjpW(images, dZ1, dW1);
            Ops.LinearVjpB(dZ1, dB1);
        }
        else
        {
            SparseRows dZ1 = Sparsified(dH1, h1);
            Ops.LinearVjpW(images, dZ1, dW1);
            Ops.LinearVjpB(dZ1, dB1);
        }

        return loss.ToScalar();
    }

    public void Dispose() => workspace.Dispose();

    private SparseRows Sparsified(Tensor dH1, Tensor h1)
    {
        var pull = new ScaledReluPull(1f);
        return policy switch
        {
            Policy.TopK => Sparsify.TopKVjp(pull, [dH1, h1], 0.2f, SelectionScope.Row, workspace.Sparse(0)),
            Policy.TopKOfTensor => Sparsify.TopKVjp(pull, [dH1, h1], 0.2f, SelectionScope.Tensor, workspace.Sparse(0)),
            _ => Sparsify.SampledKVjp(pull, [dH1, h1], 0.2f, seed: 5, SelectionScope.Tensor, workspace.Sparse(0)),
        };
    }
}
