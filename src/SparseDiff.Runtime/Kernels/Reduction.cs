namespace SparseDiff.Kernels;

/// <summary>How a line of numbers becomes one (sums have a kernel of their own).</summary>
public enum Reduction
{
    /// <summary>The largest; not a number if any is not.</summary>
    Maximum,

    /// <summary>log Σ e^x.</summary>
    LogSumExp,

    /// <summary>The product.</summary>
    Product,
}
