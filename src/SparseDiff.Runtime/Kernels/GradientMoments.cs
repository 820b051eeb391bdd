namespace SparseDiff.Kernels;

/// <summary>What one sweep over a gradient knows; entries that are not finite are left out of the sums.</summary>
/// <param name="NonZero">How many entries are not zero, those that are not finite included.</param>
/// <param name="Sum">Σ g.</param>
/// <param name="SumOfSquares">Σ g².</param>
public readonly record struct GradientMoments(long NonZero, double Sum, double SumOfSquares);
