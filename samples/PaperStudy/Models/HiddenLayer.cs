using SparseDiff;
using static SparseDiff.Ops;

namespace PaperStudy.Models;

/// <summary>A linear layer and a rectifier; its gradient whole, or sparse between the two in each of the formats that there are.</summary>
public sealed partial class HiddenLayer(int inputs, int outputs, int seed)
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(outputs, inputs, seed);   // [outputs, inputs]
    [Parameter] public Tensor B { get; } = Tensor.Zeros(outputs);

    /// <summary>Chooses the numbers of <see cref="ForwardSampled"/>, other ones in each layer.</summary>
    public int Seed { get; } = seed;

    /// <summary>[batch, inputs] → [batch, outputs].</summary>
    [Differentiable]
    public Tensor Forward(Tensor x) => Relu(Linear(x, W, B));

    /// <summary>The same; single entries of the gradient pass.</summary>
    [Differentiable]
    public Tensor ForwardRows(Tensor x, ISelection<SparseRows> policy) => Relu(Sparsify.By(Linear(x, W, B), policy));

    /// <summary>The same; whole columns of the gradient pass.</summary>
    [Differentiable]
    public Tensor ForwardColumns(Tensor x, ISelection<SparseColumns> policy) => Relu(Sparsify.By(Linear(x, W, B), policy));

    /// <summary>The same; the gradients of whole examples pass.</summary>
    [Differentiable]
    public Tensor ForwardExamples(Tensor x, ISelection<SparseExamples> policy) => Relu(Sparsify.By(Linear(x, W, B), policy));

    /// <summary>The same; the gradients of whole examples pass, and those of them that a budget allows enter the gradient of the weights.</summary>
    [Differentiable]
    public Tensor ForwardSampled(Tensor x, ISelection<SparseExamples> policy, Budget rows, long step) => Relu(Sparsify.By(SampledLinear(x, W, B, rows, Seed, step), policy));

    /// <summary>The same; the gradient of the linear layer flows only into the largest of its operands: x, the weights or the bias.</summary>
    [Differentiable]
    public Tensor ForwardMaxChild(Tensor x) => Relu(Sparsify.MaxChild(Linear(x, W, B), parameters: true));
}
