using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>All that take part. A new policy is a line here.</summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        Contender.Dense("dense", "everything"),
        Contender.Of("topk-row", "largest entries of each example (meProp)", false, static (ratio, _) => new TopK(ratio)),
        Contender.Of("topk-tensor", "largest entries of the batch", false, static (ratio, _) => new TopK(ratio) { Scope = SelectionScope.Tensor }),
        Contender.Of("topk-energy", "the fewest of the largest entries of the batch that hold all but the share of ‖g‖²", false, static (ratio, _) => new TopK(Budget.Energy(1 - ratio)) { Scope = SelectionScope.Tensor }) with { KeepsShare = false },
        Contender.Of("topk-blocks", "stretches of 16 neighbours of largest norm", false, static (ratio, _) => new TopKBlocks(ratio, 16)),
        Contender.Of("topk-columns", "largest columns of the batch (unified meProp)", false, static (ratio, _) => new TopKColumns(ratio)),
        Contender.Of("topk-columns-bias", "the same, bias gradient from all columns", false, static (ratio, _) => new TopKColumns(ratio) { BiasFromAll = true }),
        Contender.Of("topk-examples", "examples of largest gradient", false, static (ratio, _) => new TopKExamples(ratio)),
        Contender.Of("sampled-row", "entries of each example drawn by magnitude", true, static (ratio, seed) => new SampledK(ratio) { Scope = SelectionScope.Row, Seed = seed }),
        Contender.Of("sampled-tensor", "entries of the batch drawn by magnitude", true, static (ratio, seed) => new SampledK(ratio) { Seed = seed }),
        Contender.Falling("sampled-falling", "the same, of a share that falls to a quarter with the learning rate"),
        Contender.Of("sampled-variance", "entries of the batch drawn by magnitude, as few as add the share of ‖g‖² in variance", true, static (ratio, seed) => new SampledK(Budget.Variance(ratio)) { Seed = seed }) with { KeepsShare = false },
        Contender.Steered("sampled-steered", "the same, as few as add the share of the variance between batches (a controller as VCAS has)") with { KeepsShare = false },
        Contender.Of("sampled-columns", "columns drawn by norm", true, static (ratio, seed) => new SampledColumns(ratio) { Seed = seed }),
        Contender.Of("sampled-examples", "examples drawn by norm", true, static (ratio, seed) => new SampledExamples(ratio) { Seed = seed }),
        Contender.Vcas("vcas", "examples drawn by norm and, for the gradients of weights, again by leverage, as few as add the share of the variance between batches (VCAS)") with { KeepsShare = false },
        Contender.Of("random-columns", "columns drawn blindly, not scaled", false, static (ratio, seed) => new RandomColumns(ratio, seed)),
        Contender.Of("gaussian", "entries above a bracketed Gaussian threshold", false, static (ratio, _) => new GaussianK(ratio)),
        Contender.Of("gaussian-published", "the same with the published rule", false, static (ratio, _) => new GaussianK(ratio) { AsPublished = true }),
        Contender.Of("dgc", "entries above a threshold found in a sample", false, static (ratio, _) => new DgcK(ratio)),
        Contender.Of("random", "entries drawn blindly, scaled by d / k", true, static (ratio, seed) => new RandomK(ratio) { Seed = seed }),
        Contender.Of("threshold", "entries above the first step's k-th largest", false, static (ratio, _) => new FirstStepThreshold(ratio)),
        Contender.MaxChild("max-child", "of each linear layer only the operand (input, weights, bias) of largest gradient"),
        Contender.Of("topk-update", "dense pass; largest entries of all parameters step, the rest waits", false, static (ratio, _) => new TopKUpdate(ratio).Apply),
        Contender.Of("topk-update-forgetful", "the same, but what did not step is forgotten", false, static (ratio, _) => new TopKUpdate(ratio) { ErrorFeedback = false }.Apply),
        Contender.Of("gaussian-update", "dense pass; of each parameter what exceeds a Gaussian threshold steps, the rest waits", false, static (ratio, _) => new SelectionUpdate(new GaussianK(ratio)).Apply),
        Contender.Of("random-update", "dense pass; entries drawn blindly step, the rest waits", false, static (ratio, seed) => new RandomUpdate(ratio, seed).Apply),
    ];

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Contender Named(string name) => All.FirstOrDefault(contender => contender.Name == name)
        ?? throw new ArgumentException($"There is no policy \"{name}\"; there are {string.Join(", ", All.Select(contender => contender.Name))}.", nameof(name));
}
