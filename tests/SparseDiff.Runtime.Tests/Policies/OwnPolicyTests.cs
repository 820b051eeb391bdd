using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Policies;

/// <summary>Mistakes in policies of one's own are said, where they would give the last step's selection or a gradient of another shape.</summary>
public class OwnPolicyTests
{
    [Fact]
    public void A_policy_that_writes_nothing_is_refused()
    {
        using var workspace = new Workspace();
        Tensor g = Tensor.From([1, -3, 5, 2], [2, 2]);
        Careless rows = new();
        Assert.Equal([0, -3, 5, 0], Sparsify.ByVjp(g, (ISelection<SparseRows>)rows, workspace.Sparse(0)).ToDense().ToArray());
        Assert.Equal([1, 0, 5, 0], Sparsify.ByVjp(g, (ISelection<SparseColumns>)rows, workspace.Sparse(1)).ToDense().ToArray());
        Assert.Equal([0, 0, 5, 2], Sparsify.ByVjp(g, (ISelection<SparseExamples>)rows, workspace.Sparse(2)).ToDense().ToArray());
        rows.Writes = false;
        const string message = "Careless: the policy wrote nothing, but even when nothing passes it must say so; begin what passes with the shape [2, 2].";
        TensorTests.Says<InvalidOperationException>(message, () => Sparsify.ByVjp(g, (ISelection<SparseRows>)rows, workspace.Sparse(0)));
        TensorTests.Says<InvalidOperationException>(message, () => Sparsify.ByVjp(g, (ISelection<SparseColumns>)rows, workspace.Sparse(1)));
        TensorTests.Says<InvalidOperationException>(message, () => Sparsify.ByVjp(g, (ISelection<SparseExamples>)rows, workspace.Sparse(2)));
    }

    [Fact]
    public void What_passes_has_the_shape_of_the_gradient()
    {
        Careless policy = new() { Shape = [4] };
        Tensor g = Tensor.From([1, -3, 5, 2], [2, 2]);
        const string message = "Careless: what passes was begun as [4] but the gradient is [2, 2]; the shapes must be equal.";
        TensorTests.Says<ShapeException>(message, () => Sparsify.ByVjp(g, (ISelection<SparseRows>)policy));
        TensorTests.Says<ShapeException>(message, () => Sparsify.ByVjp(ColumnTests.Examples(g, [1]), (ISelection<SparseRows>)policy));
    }

    private sealed class Careless : ISelection<SparseRows>, ISelection<SparseColumns>, ISelection<SparseExamples>
    {
        public bool Writes { get; set; } = true;

        public int[] Shape { get; init; } = [2, 2];

        public void Select(Tensor gradient, SparseRows into, ulong draw)
        {
            if (Writes)
                EntrySelection.Keep(gradient.View(Shape), [1, 2], 1, into);
        }

        public void Select(Tensor gradient, SparseColumns into, ulong draw)
        {
            if (Writes)
                into.Keep(gradient, [0]);
        }

        public void Select(Tensor gradient, SparseExamples into, ulong draw)
        {
            if (Writes)
                into.Keep(gradient, [1]);
        }
    }
}
