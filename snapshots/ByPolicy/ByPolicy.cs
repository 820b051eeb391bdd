using System.Linq;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Policies are objects in members; one's own implements one interface.</summary>
public sealed partial class ByPolicy
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(6, 7, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);

    public TopKColumns First { get; } = new(0.4f) { Norm = SliceNorm.L2, BiasFromAll = true };

    public ISelection<SparseColumns> Second { get; } = new EveryOther();

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var h1 = Tanh(Sparsify.By(Linear(images, W1, B1), First));
        var h2 = Tanh(Sparsify.By(Linear(h1, W2), Second));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }
}

/// <summary>A policy of one's own: every other column passes.</summary>
public sealed class EveryOther : ISelection<SparseColumns>
{
    public int Step { get; set; } = 2;

    public void Select(Tensor gradient, SparseColumns into, ulong draw)
    {
        int[] columns = [.. Enumerable.Range(0, (gradient.Columns + Step - 1) / Step).Select(i => i * Step)];
        into.Keep(gradient, columns);
    }
}
