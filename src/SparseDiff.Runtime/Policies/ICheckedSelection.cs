namespace SparseDiff;

/// <summary>A policy that can say before it selects whether it will take its settings, so that a wrong one leaves gradients and what waits of them as they are.</summary>
internal interface ICheckedSelection
{
    /// <param name="shape">The gradient's shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget or the scope does not go with the policy.</exception>
    void Check(ReadOnlySpan<int> shape);
}
