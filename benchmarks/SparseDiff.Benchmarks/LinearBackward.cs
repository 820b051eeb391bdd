namespace SparseDiff.Benchmarks;

/// <summary>
/// The backward pass of one linear layer, as generated code calls it: dY[B,N] → dX[B,K] and all of dW[N,K]. Dense and sparse write to the same
/// memory: after a dense pass every row of dW is dirty, so a sparse one also pays for the zeros of the rows it does not touch.
/// </summary>
internal sealed class LinearBackward(int batch, int inputs, int outputs) : IDisposable
{
    private readonly Tensor x = RandomTensor.Normal(1, batch, inputs);
    private readonly Tensor w = RandomTensor.Normal(2, outputs, inputs);
    private readonly Tensor dY = RandomTensor.Normal(3, batch, outputs);
    private readonly RowGradient dW = new(Tensor.Zeros(outputs, inputs));
    private readonly Workspace workspace = new();

    /// <summary>Both products with all of dY.</summary>
    public void Dense()
    {
        dW.Clear();
        Ops.LinearVjpX(dY, x, w, workspace[0]);
        Ops.LinearVjpW(x, dY, dW);
        _ = dW.Values;
    }

    /// <summary>Selection, structure, both products, and the zeros of the rows of dW that nothing was added to.</summary>
    public void Sparse(float ratio, bool sampled = false)
    {
        dW.Clear();
        SparseRows selected = sampled
            ? Sparsify.SampledKVjp(dY, ratio, 0, workspace.Sparse(0))
            : Sparsify.TopKVjp(dY, ratio, SelectionScope.Row, workspace.Sparse(0));
        Ops.LinearVjpX(selected, x, w, workspace[0]);
        Ops.LinearVjpW(x, selected, dW);
        _ = dW.Values;
    }

    public void Dispose()
    {
        workspace.Dispose();
        dW.Dispose();
    }
}
