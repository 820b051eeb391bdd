namespace Samples.Language;

/// <summary>One look at a language model while it trains.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Seconds">Time of this run's own steps.</param>
/// <param name="TrainLoss">Mean loss of the steps since the last look, in nats per token.</param>
/// <param name="HeldOutLoss">Mean loss on held-out text, in nats per token.</param>
internal sealed record LanguagePoint(long Step, double Seconds, double TrainLoss, double HeldOutLoss);
