namespace Samples;

/// <summary>Milliseconds of a step and of its phases; each is a median of its own, so the parts need not add up to the whole.</summary>
internal sealed record PhaseTimes(double Forward, double Backward, double Optimizer, double Step);
