namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x itself, through which no gradient flows back.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>x, not a copy.</returns>
    [StopsGradient]
    public static Tensor StopGradient(Tensor x) => x;
}
