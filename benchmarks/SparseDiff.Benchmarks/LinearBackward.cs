namespace SparseDiff.Benchmarks;

/// <summary>
/// The backward pass of one linear layer, as generated code calls it: dY[B,N] → dX[B,K] and all of dW[N,K]. Two cotangents take turns, as in
/// training: the rows of dW that the sparse pass before wrote to and this one does not are set to zero, and that is part of the cost.
/// </summary>
internal sealed class LinearBackward(int batch, int inputs, int outputs) : IDisposable
{
    private readonly Tensor x = RandomTensor.Normal(1, batch, inputs);
    private readonly Tensor w = RandomTensor.Normal(2, outputs, inputs);
    private readonly Tensor[] cotangents = [RandomTensor.Normal(3, batch, outputs), RandomTensor.Normal(4, batch, outputs)];
    private readonly RowGradient dense = new(Tensor.Zeros(outputs, inputs));
    private readonly RowGradient sparse = new(Tensor.Zeros(outputs, inputs));
    private readonly Workspace workspace = new();
    private int turn;

    private Tensor NextCotangent => cotangents[turn++ & 1];

    /// <summary>Both products with all of dY.</summary>
    public void Dense()
    {
        Tensor dY = cotangents[0];
        dense.Clear();
        Ops.LinearVjpX(dY, x, w, workspace[0]);
        Ops.LinearVjpW(x, dY, dense);
        _ = dense.Values;
    }

    /// <summary>Selection, structure, both products, and the zeros of the rows of dW that nothing was added to.</summary>
    public void Sparse(float ratio, bool sampled = false)
    {
        Tensor dY = NextCotangent;
        sparse.Clear();
        SparseRows selected = sampled
            ? Sparsify.SampledKVjp(dY, ratio, 0, SelectionScope.Tensor, workspace.Sparse(0))
            : Sparsify.TopKVjp(dY, ratio, SelectionScope.Row, workspace.Sparse(0));
        Ops.LinearVjpX(selected, x, w, workspace[0]);
        Ops.LinearVjpW(x, selected, sparse);
        _ = sparse.Values;
    }

    /// <summary>One set of columns for the whole batch; with or without the zeros of the rows of dW that nothing was added to.</summary>
    public void Columns(float ratio, bool touchedOnly = false)
    {
        Tensor dY = NextCotangent;
        sparse.Clear();
        SparseColumns selected = Sparsify.TopKColumnsVjp(dY, ratio, workspace.Sparse(0));
        Ops.LinearVjpX(selected, x, w, workspace[0]);
        Ops.LinearVjpW(x, selected, sparse);
        if (!touchedOnly)
            _ = sparse.Values;
    }

    public void Dispose()
    {
        workspace.Dispose();
        dense.Dispose();
        sparse.Dispose();
    }
}
