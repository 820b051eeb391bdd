namespace SparseDiff.Kernels;

/// <summary>The constants of one step of gradient descent: g += WeightDecay · w; m = Momentum · m + g (m = g in the first step); w -= Rate · (g + Momentum · m if Nesterov, else m).</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Momentum">The momentum; 0 for none.</param>
/// <param name="WeightDecay">The L2 penalty.</param>
/// <param name="Nesterov">Whether the step looks ahead.</param>
public readonly record struct SgdStep(float Rate, float Momentum, float WeightDecay, bool Nesterov);
