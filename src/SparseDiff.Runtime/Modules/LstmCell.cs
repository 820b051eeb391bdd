namespace SparseDiff;

/// <summary>One step of a long short-term memory (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000).</summary>
/// <param name="inputs">Features of the input.</param>
/// <param name="hidden">Features of the state.</param>
/// <param name="seed">Chooses the initial weights, uniform in ±1 / √hidden.</param>
public sealed partial class LstmCell(int inputs, int hidden, int seed)
{
    /// <summary>From the input to the gates i, f, g, o; [4 · hidden, inputs].</summary>
    [Parameter]
    public Tensor WIh { get; } = Init.Uniform(-1 / MathF.Sqrt(hidden), 1 / MathF.Sqrt(hidden), seed, 4 * hidden, inputs);

    /// <summary>From the state to the gates, [4 · hidden, hidden].</summary>
    [Parameter]
    public Tensor WHh { get; } = Init.Uniform(-1 / MathF.Sqrt(hidden), 1 / MathF.Sqrt(hidden), seed + 1, 4 * hidden, hidden);

    /// <summary>The bias of the gates, [4 · hidden].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(4 * hidden);

    /// <summary>The next output and memory, each [batch, hidden], from an input [batch, inputs] and the last ones.</summary>
    [Differentiable(InputGradients = true)]
    public (Tensor H, Tensor C) Forward(Tensor x, Tensor h, Tensor c)
    {
        return Ops.LstmStep(Ops.Linear(x, WIh, B) + Ops.Linear(h, WHh), c);
    }

    /// <summary>The same values; of the gradient of the gates, only what <paramref name="policy"/> selects travels on to the weights, the input and the last output.</summary>
    [Differentiable(InputGradients = true)]
    public (Tensor H, Tensor C) ForwardBy(Tensor x, Tensor h, Tensor c, ISelection<SparseRows> policy)
    {
        return Ops.LstmStep(Sparsify.By(Ops.Linear(x, WIh, B) + Ops.Linear(h, WHh), policy), c);
    }
}
