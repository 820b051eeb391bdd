using FashionMnist.Data;
using FashionMnist.Options;
using SparseDiff;

namespace FashionMnist.Training;

/// <summary>The runs of one race: a model of its own for each policy, all with the same first weights.</summary>
internal static class Entrants
{
    public static IReadOnlyList<Entrant> Of(TrainingOptions options, Device device, int seed, int steps) =>
        [.. options.Policies.Select(policy => new Entrant(Trainee(options, policy, device, seed), seed, steps))];

    private static ITrainee Trainee(TrainingOptions options, Policy policy, Device device, int seed)
    {
        var ratio = policy.RatioFor(options.Ratio);
        return options.Layers switch
        {
            1 => Train(new ShallowMlp(ImageSet.Pixels, options.Hidden, ImageSet.Classes, seed) { Ratio = ratio }.To(device), options, policy, device),
            2 => Train(new Mlp(ImageSet.Pixels, options.Hidden, ImageSet.Classes, seed) { Ratio = ratio }.To(device), options, policy, device),
            3 => Train(new DeepMlp(ImageSet.Pixels, options.Hidden, ImageSet.Classes, seed) { Ratio = ratio }.To(device), options, policy, device),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Layers, "There is no such model."),
        };
    }

    private static ITrainee Train(Mlp model, TrainingOptions options, Policy policy, Device device)
    {
        var gradients = model.CreateGradients();
        var step = Optimizers.Step(options, model, gradients);
        if (policy == Policy.TopK)
        {
            return new Trainee<Mlp.TopKLossSaved>(policy, model.Ratio, device, model.TopKLossForward, (in saved) => model.TopKLossBackward(in saved, gradients), step, model.Logits);
        }

        if (policy == Policy.Sampled)
        {
            return new Trainee<Mlp.SampledLossSaved>(policy, model.Ratio, device, model.SampledLossForward, (in saved) => model.SampledLossBackward(in saved, gradients), step, model.Logits);
        }

        return new Trainee<Mlp.LossSaved>(policy, model.Ratio, device, model.LossForward, (in saved) => model.LossBackward(in saved, gradients), step, model.Logits);
    }
}
