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
        const int inputs = ImageSet.Pixels, classes = ImageSet.Classes;
        var (hidden, ratio) = (options.Hidden, policy.RatioFor(options.Ratio));
        var optimizer = Optimizers.Of(options);
        if (options.Model == ModelKind.Cnn)
            return Train(new Cnn(seed) { Ratio = ratio }.To(device), policy, device, optimizer);
        return options.Layers switch
        {
            1 => Train(new ShallowMlp(inputs, hidden, classes, seed) { Ratio = ratio }.To(device), policy, device, optimizer),
            2 => Train(new Mlp(inputs, hidden, classes, seed) { Ratio = ratio }.To(device), policy, device, optimizer),
            3 => Train(new DeepMlp(inputs, hidden, classes, seed) { Ratio = ratio }.To(device), policy, device, optimizer),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Layers, "There is no such model."),
        };
    }

    private static ITrainee Train(Mlp model, Policy policy, Device device, Optimizer optimizer)
    {
        var gradients = model.CreateGradients();
        return policy.Name switch
        {
            "topk" => Of<Mlp.TopKLossSaved>((images, labels, out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
            "sampled" => Of<Mlp.SampledLossSaved>((images, labels, out saved) => model.SampledLossForward(images, labels, out saved), (in saved) => model.SampledLossBackward(in saved, gradients)),
            _ => Of<Mlp.LossSaved>((images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
        };

        Trainee<TSaved> Of<TSaved>(ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
            new(policy, model.Ratio, device, forward, backward, model, gradients, optimizer, model.Logits);
    }

    private static ITrainee Train(ShallowMlp model, Policy policy, Device device, Optimizer optimizer)
    {
        var gradients = model.CreateGradients();
        return policy.Name switch
        {
            "topk" => Of<ShallowMlp.TopKLossSaved>((images, labels, out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
            "sampled" => Of<ShallowMlp.SampledLossSaved>((images, labels, out saved) => model.SampledLossForward(images, labels, out saved), (in saved) => model.SampledLossBackward(in saved, gradients)),
            _ => Of<ShallowMlp.LossSaved>((images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
        };

        Trainee<TSaved> Of<TSaved>(ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
            new(policy, model.Ratio, device, forward, backward, model, gradients, optimizer, model.Logits);
    }

    private static ITrainee Train(Cnn model, Policy policy, Device device, Optimizer optimizer)
    {
        var gradients = model.CreateGradients();
        return policy.Name switch
        {
            "topk" => Of<Cnn.TopKLossSaved>((images, labels, out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
            "sampled" => Of<Cnn.SampledLossSaved>((images, labels, out saved) => model.SampledLossForward(images, labels, out saved), (in saved) => model.SampledLossBackward(in saved, gradients)),
            _ => Of<Cnn.LossSaved>((images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
        };

        Trainee<TSaved> Of<TSaved>(ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
            new(policy, model.Ratio, device, forward, backward, model, gradients, optimizer, model.Logits);
    }

    private static ITrainee Train(DeepMlp model, Policy policy, Device device, Optimizer optimizer)
    {
        var gradients = model.CreateGradients();
        return policy.Name switch
        {
            "topk" => Of<DeepMlp.TopKLossSaved>((images, labels, out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
            "sampled" => Of<DeepMlp.SampledLossSaved>((images, labels, out saved) => model.SampledLossForward(images, labels, out saved), (in saved) => model.SampledLossBackward(in saved, gradients)),
            _ => Of<DeepMlp.LossSaved>((images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
        };

        Trainee<TSaved> Of<TSaved>(ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
            new(policy, model.Ratio, device, forward, backward, model, gradients, optimizer, model.Logits);
    }
}
