namespace SparseDiff;

/// <summary>One step of a gated recurrent unit (Cho et al., arXiv 1406.1078).</summary>
/// <param name="inputs">Features of the input.</param>
/// <param name="hidden">Features of the state.</param>
/// <param name="seed">Chooses the initial weights, uniform in ±1 / √hidden.</param>
public sealed partial class GruCell(int inputs, int hidden, int seed)
{
    /// <summary>From the input to the gates r, u, n; [3 · hidden, inputs].</summary>
    [Parameter]
    public Tensor WIh { get; } = Init.Uniform(-1 / MathF.Sqrt(hidden), 1 / MathF.Sqrt(hidden), seed, 3 * hidden, inputs);

    /// <summary>From the state to the gates, [3 · hidden, hidden].</summary>
    [Parameter]
    public Tensor WHh { get; } = Init.Uniform(-1 / MathF.Sqrt(hidden), 1 / MathF.Sqrt(hidden), seed + 1, 3 * hidden, hidden);

    /// <summary>The bias of what the input contributes, [3 · hidden].</summary>
    [Parameter]
    public Tensor BIh { get; } = Tensor.Zeros(3 * hidden);

    /// <summary>The bias of what the state contributes, [3 · hidden].</summary>
    [Parameter]
    public Tensor BHh { get; } = Tensor.Zeros(3 * hidden);

    /// <summary>The next state, [batch, hidden], from an input [batch, inputs] and the last state.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x, Tensor h) => Ops.GruOutput(Ops.Linear(x, WIh, BIh), Ops.Linear(h, WHh, BHh), h);

    /// <summary>The same values; of the gradients of both linear layers, only what <paramref name="policy"/> selects travels on to the weights, the input and the last state.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, Tensor h, ISelection<SparseRows> policy) =>
        Ops.GruOutput(Sparsify.By(Ops.Linear(x, WIh, BIh), policy), Sparsify.By(Ops.Linear(h, WHh, BHh), policy), h);
}
