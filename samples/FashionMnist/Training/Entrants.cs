using FashionMnist.Options;

namespace FashionMnist.Training;

/// <summary>The runs of one race: a fresh model per policy, all with the same first weights.</summary>
internal static class Entrants
{
    public static IReadOnlyList<Entrant> Of(TrainingOptions options, int seed, int steps) =>
        [.. options.Policies.Select(policy => new Entrant(Trainee(policy, options, seed), seed, steps))];

    private static StandIn Trainee(Policy policy, TrainingOptions options, int seed) =>
        new(policy, policy.RatioFor(options.Ratio), options.LearningRate + seed * 0);
}
