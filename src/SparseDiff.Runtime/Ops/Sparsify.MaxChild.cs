namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>
    /// Lets the gradient flow into only one operand of the operation that <paramref name="x"/> is the result of: the one whose gradient has the
    /// largest L1 norm. The others receive nothing, and neither does what is behind them.
    /// </summary>
    /// <remarks>
    /// The gradients of all operands are computed; the one that travels on is stored whole, the others as sparse gradients without
    /// entries, so what is behind them costs next to nothing. Ties go to the first operand; a gradient that is not finite is the largest.
    /// </remarks>
    /// <param name="x">The result of an operation with several operands, such as <c>a * b</c>.</param>
    /// <param name="parameters">Whether parameters compete; else they always receive their gradients. A constant.</param>
    /// <returns><paramref name="x"/>.</returns>
    [OperandSelection]
    public static Tensor MaxChild(Tensor x, bool parameters = false) => x;

    /// <summary>The same with a policy in a member: how many operands receive their gradients may change at every step.</summary>
    /// <param name="x">The result of an operation with several operands, such as <c>a * b</c>.</param>
    /// <param name="policy">Which of them do; read at every forward pass.</param>
    /// <param name="parameters">Whether parameters compete; else they always receive their gradients. A constant.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <seealso cref="SparseDiff.MaxChild"/>
    [OperandSelection]
    public static Tensor MaxChild(Tensor x, IChildSelection policy, bool parameters = false)
    {
        ArgumentNullException.ThrowIfNull(policy);
        SettingCheck.Of(policy, x.Shape);
        return x;
    }
}
