using System.Collections.Generic;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Budgets that change from step to step: attributes name members, and schedules stand wherever a ratio does.</summary>
public sealed partial class Scheduled
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(6, 6, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);

    public Schedule Density { get; } = Schedule.WarmUp(1, 0.4f, 0.2f);

    public IReadOnlyList<Schedule> Layers { get; }

    public int K { get; set; } = 6;

    public ISelection<SparseColumns> Policy { get; }

    public Scheduled()
    {
        Layers = Density.PerLayer(1, 2.5f);
        Policy = new TopKColumns(Layers[1]);
    }

    /// <summary>A member of the attribute's own: the share of the entries, from a schedule.</summary>
    [Differentiable, TopK(nameof(Density), Scope = SelectionScope.Tensor)]
    public Tensor Ratio(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(images, W1)), W3), labels);

    /// <summary>A number of entries, in a loop.</summary>
    [Differentiable, TopK(nameof(K))]
    public Tensor Count(Tensor images)
    {
        var h = Linear(images, W1);
        for (int i = 0; i < 2; i++)
            h = Tanh(Linear(h, W2));
        return Mean(h * h);
    }

    /// <summary>A policy that a member holds.</summary>
    [Differentiable, SelectBy(nameof(Policy))]
    public Tensor ByPolicy(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(images, W1)), W3), labels);

    /// <summary>A schedule for each layer, in markers.</summary>
    [Differentiable]
    public Tensor Marked(Tensor images, Labels labels)
    {
        var h1 = Tanh(Sparsify.TopK(Linear(images, W1), Layers[0], SelectionScope.Tensor));
        var h2 = Tanh(Sparsify.TopK(Linear(h1, W2), Layers[1]));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }
}
