namespace SparseDiff;

/// <summary>
/// A policy at operations with several operands: into which of them the gradient flows. Hold an object of it in a member of the model, and name it in
/// a body, <c>Sparsify.MaxChild(a * b, Policy)</c>, or in an attribute, <c>[MaxChild(nameof(Policy))]</c>.
/// </summary>
public interface IChildSelection
{
    /// <summary>Chooses.</summary>
    /// <param name="norms">The L1 norms of the gradients of the operands that compete, in their order; at most 64.</param>
    /// <returns>The operands that receive their gradients; the others receive nothing, and neither does what is behind them.</returns>
    ChildSet Choose(params ReadOnlySpan<double> norms);
}
