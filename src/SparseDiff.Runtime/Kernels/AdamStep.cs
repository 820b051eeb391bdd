namespace SparseDiff.Kernels;

/// <summary>
/// The constants of one Adam step: g += Penalty · w; w *= Shrink; m = Beta1 m + (1 - Beta1) g; v = Beta2 v + (1 - Beta2) g²;
/// w -= StepSize · m / (√v · SecondScale + Epsilon).
/// </summary>
/// <param name="StepSize">rate / (1 - Beta1ᵗ).</param>
/// <param name="SecondScale">1 / √(1 - Beta2ᵗ).</param>
/// <param name="Beta1">The decay of the first moment.</param>
/// <param name="Beta2">The decay of the second moment.</param>
/// <param name="Epsilon">The number that keeps the denominator from zero.</param>
/// <param name="Penalty">The L2 penalty, added to the gradient (Adam).</param>
/// <param name="Shrink">1 - rate · decay, by which the parameter is multiplied first (AdamW); 1 for none.</param>
public readonly record struct AdamStep(
    float StepSize, float SecondScale, float Beta1, float Beta2, float Epsilon, float Penalty, float Shrink);
