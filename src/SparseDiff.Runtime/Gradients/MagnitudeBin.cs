namespace SparseDiff;

/// <summary>How many entries have a magnitude between two powers of ten.</summary>
/// <param name="From">log₁₀ of the least magnitude, included.</param>
/// <param name="To">log₁₀ of the greatest, not included.</param>
/// <param name="Count">How many.</param>
public readonly record struct MagnitudeBin(double From, double To, long Count);
