using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Budgets that follow the gradient: a share of its energy, or the variance that a sample may add.</summary>
public sealed partial class Budgets
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(6, 7, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);

    public Budget Share { get; set; } = Budget.Energy(0.9);

    public Budget Added { get; set; } = Budget.Variance(0.2);

    /// <summary>Of each row the fewest entries that hold the share.</summary>
    [Differentiable, TopK(nameof(Share))]
    public Tensor ByEnergy(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(Tanh(Linear(images, W1, B1)), W2)), W3), labels);

    /// <summary>A sample of entries.</summary>
    [Differentiable, SampledK(nameof(Added), Seed = 3)]
    public Tensor ByVariance(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(Tanh(Linear(images, W1, B1)), W2)), W3), labels);

    /// <summary>Unified columns with the choices of the paper.</summary>
    [Differentiable, TopKColumns(0.4, Norm = SliceNorm.L2, BiasFromAll = true)]
    public Tensor Columns(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(Tanh(Linear(images, W1, B1)), W2)), W3), labels);

    /// <summary>A budget, a count and an expression in markers.</summary>
    [Differentiable]
    public Tensor Marked(Tensor images, Labels labels)
    {
        var h1 = Tanh(Sparsify.TopKColumns(Linear(images, W1, B1), Share));
        var h2 = Tanh(Sparsify.GaussianK(Linear(h1, W2), 5));
        return SoftmaxCrossEntropy(Sparsify.TopK(Linear(h2, W3), Budget.Energy(0.9), SelectionScope.Tensor), labels);
    }
}
