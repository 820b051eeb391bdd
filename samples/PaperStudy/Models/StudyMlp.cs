using SparseDiff;
using static SparseDiff.Ops;

namespace PaperStudy.Models;

/// <summary>
/// The network of the study: hidden layers of one width, and a linear layer. What passes behind every hidden layer is an object in a member,
/// so that one model serves all policies: its format says which loss is the one to train.
/// </summary>
public sealed partial class StudyMlp(int inputs, int hidden, int layers, int classes, int seed)
{
    /// <summary>Apart from the others: nobody asks for the gradient of the images, so none is computed.</summary>
    public HiddenLayer First { get; } = new(inputs, hidden, seed);

    public IReadOnlyList<HiddenLayer> Others { get; } = [.. Enumerable.Range(1, layers - 1).Select(i => new HiddenLayer(hidden, hidden, seed + i))];

    [Parameter] public Tensor W { get; } = Init.KaimingUniform(classes, hidden, seed + layers);   // [classes, hidden]
    [Parameter] public Tensor B { get; } = Tensor.Zeros(classes);

    /// <summary>What passes in <see cref="RowsLoss"/>.</summary>
    public ISelection<SparseRows> Rows { get; set; } = new TopK(1f);

    /// <summary>What passes in <see cref="ColumnsLoss"/>.</summary>
    public ISelection<SparseColumns> Columns { get; set; } = new TopKColumns(1f);

    /// <summary>What passes in <see cref="ExamplesLoss"/>.</summary>
    public ISelection<SparseExamples> Examples { get; set; } = new TopKExamples(1f);

    /// <summary>How many of the examples that are left enter the gradients of weights in <see cref="SampledLoss"/>.</summary>
    public Budget WeightRows { get; set; } = 1f;

    /// <summary>The training step, for the draws of <see cref="SampledLoss"/>: each pass has another.</summary>
    public long Step { get; set; }

    /// <summary>The mean cross-entropy of a batch; its gradient is dense.</summary>
    /// <param name="images">[batch, inputs].</param>
    /// <param name="labels">[batch].</param>
    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var x = First.Forward(images);
        foreach (var layer in Others)
            x = layer.Forward(x);
        return SoftmaxCrossEntropy(Linear(x, W, B), labels);
    }

    /// <summary>The same loss; behind every hidden layer single entries of the gradient pass.</summary>
    [Differentiable]
    public Tensor RowsLoss(Tensor images, Labels labels)
    {
        var x = First.ForwardRows(images, Rows);
        foreach (var layer in Others)
            x = layer.ForwardRows(x, Rows);
        return SoftmaxCrossEntropy(Linear(x, W, B), labels);
    }

    /// <summary>The same loss; behind every hidden layer whole columns of the gradient pass.</summary>
    [Differentiable]
    public Tensor ColumnsLoss(Tensor images, Labels labels)
    {
        var x = First.ForwardColumns(images, Columns);
        foreach (var layer in Others)
            x = layer.ForwardColumns(x, Columns);
        return SoftmaxCrossEntropy(Linear(x, W, B), labels);
    }

    /// <summary>The same loss; the gradients of whole examples pass. The last layer draws them: hidden layers then find nothing more to drop.</summary>
    [Differentiable]
    public Tensor ExamplesLoss(Tensor images, Labels labels)
    {
        var x = First.ForwardExamples(images, Examples);
        foreach (var layer in Others)
            x = layer.ForwardExamples(x, Examples);
        return SoftmaxCrossEntropy(Sparsify.By(Linear(x, W, B), Examples), labels);
    }

    /// <summary>The same loss as <see cref="ExamplesLoss"/>; the gradients of weights are summed over a sample of what is left as well: VCAS (ICLR 2024).</summary>
    [Differentiable]
    public Tensor SampledLoss(Tensor images, Labels labels)
    {
        var x = First.ForwardSampled(images, Examples, WeightRows, Step);
        foreach (var layer in Others)
            x = layer.ForwardSampled(x, Examples, WeightRows, Step);
        return SoftmaxCrossEntropy(Sparsify.By(SampledLinear(x, W, B, WeightRows, seed + layers, Step), Examples), labels);
    }

    /// <summary>The same loss; the gradient of every linear layer flows only into the largest of its operands.</summary>
    [Differentiable]
    public Tensor MaxChildLoss(Tensor images, Labels labels)
    {
        var x = First.ForwardMaxChild(images);
        foreach (var layer in Others)
            x = layer.ForwardMaxChild(x);
        return SoftmaxCrossEntropy(Sparsify.MaxChild(Linear(x, W, B), parameters: true), labels);
    }

    /// <summary>What the network says about images: [batch, classes].</summary>
    public Tensor Logits(Tensor images)
    {
        var x = Relu(Linear(images, First.W, First.B));
        foreach (var layer in Others)
            x = Relu(Linear(x, layer.W, layer.B));
        return Linear(x, W, B);
    }
}
