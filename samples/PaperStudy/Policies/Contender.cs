using FashionMnist.Options;
using FashionMnist.Training;
using PaperStudy.Models;
using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>A way to make gradients sparse that takes part in the study, and how a model is trained with it.</summary>
/// <param name="Name">Its name in options, tables and charts.</param>
/// <param name="Title">What it keeps, in a few words.</param>
/// <param name="Unbiased">Whether the mean of what passes is the whole gradient.</param>
/// <param name="Format">What travels: "dense", "entries", "columns", "examples", "operands" or "update" (a dense backward pass, and a sparse step).</param>
/// <param name="Train">Makes the trainee of a model for a ratio and a seed.</param>
internal sealed record Contender(string Name, string Title, bool Unbiased, string Format, Func<Contender, StudyMlp, float, int, Optimizer, Device, ITrainee> Train)
{
    /// <summary>Whether everything travels.</summary>
    public bool IsDense => Format == "dense";

    /// <summary>Whether it has a ratio to choose.</summary>
    public bool TakesRatio => Format is not ("dense" or "operands");

    /// <summary>Whether its ratio is the share that it keeps, about; else it is a share of energy or variance, and what is kept follows the gradient.</summary>
    public bool KeepsShare { get; init; } = true;

    /// <summary>Whether the share changes with the learning rate: where that stays, it does what another policy does.</summary>
    public bool FollowsRate { get; init; }

    /// <summary>Everything travels.</summary>
    public static Contender Dense(string name, string title) => new(name, title, true, "dense", static (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        return new Trainee<StudyMlp.LossSaved>(self.PolicyOf(1), 1, device, (images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
    });

    /// <summary>Single entries travel.</summary>
    public static Contender Of(string name, string title, bool unbiased, Func<float, int, ISelection<SparseRows>> make) => Entries(name, title, unbiased, (ratio, seed, _) => make(ratio, seed));

    /// <summary>A sample of entries whose share falls with the learning rate, to a quarter when that has come to nothing.</summary>
    public static Contender Falling(string name, string title)
    {
        return Entries(name, title, true, Make) with { FollowsRate = true };

        static ISelection<SparseRows> Make(float ratio, int seed, Optimizer optimizer)
        {
            var first = optimizer.LearningRate;
            return new SampledK(Schedule.Of(_ => ratio * (0.25 + (0.75 * optimizer.LearningRate / first)))) { Seed = seed };
        }
    }

    /// <summary>Whole columns travel.</summary>
    public static Contender Of(string name, string title, bool unbiased, Func<float, int, ISelection<SparseColumns>> make) => new(name, title, unbiased, "columns", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        model.Columns = make(ratio, seed);
        return new Trainee<StudyMlp.ColumnsLossSaved>(self.PolicyOf(ratio), ratio, device, (images, labels, out saved) => model.ColumnsLossForward(images, labels, out saved), (in saved) => model.ColumnsLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
    });

    /// <summary>Whole examples travel.</summary>
    public static Contender Of(string name, string title, bool unbiased, Func<float, int, ISelection<SparseExamples>> make) => new(name, title, unbiased, "examples", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        model.Examples = make(ratio, seed);
        return new Trainee<StudyMlp.ExamplesLossSaved>(self.PolicyOf(ratio), ratio, device, (images, labels, out saved) => model.ExamplesLossForward(images, labels, out saved), (in saved) => model.ExamplesLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
    });

    /// <summary>The backward pass is dense; what steps the parameters is changed afterwards.</summary>
    public static Contender Of(string name, string title, bool unbiased, Func<float, int, Action<IGradients>> make) => new(name, title, unbiased, "update", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        return new Trainee<StudyMlp.LossSaved>(self.PolicyOf(ratio), ratio, device, (images, labels, out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients), model, gradients, optimizer, model.Logits, make(ratio, seed));
    });

    /// <summary>A sample of entries, as many as a controller allows: the ratio is what sampling may add to the variance from batch to batch.</summary>
    public static Contender Steered(string name, string title) => new(name, title, true, "entries", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        var controller = new VarianceController { Share = ratio };
        model.Rows = new SampledK(controller.Budget) { Seed = seed };
        var trainee = new Trainee<StudyMlp.RowsLossSaved>(self.PolicyOf(ratio), ratio, device, (images, labels, out saved) => model.RowsLossForward(images, labels, out saved), (in saved) => model.RowsLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
        return new SteeredTrainee(trainee, controller, gradients, (images, labels) => model.RowsLossWithGradients(images, labels, gradients));
    });

    /// <summary>Samples of examples, and of their rows in the gradients of weights, as large as a controller allows: the ratio is as above.</summary>
    public static Contender Vcas(string name, string title) => new(name, title, true, "examples", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        var controller = new VarianceController { Share = ratio };
        model.Examples = new SampledExamples(controller.Budget) { Seed = seed };
        model.WeightRows = controller.Budget;
        var trainee = new Trainee<StudyMlp.SampledLossSaved>(
            self.PolicyOf(ratio), ratio, device,
            (images, labels, out saved) =>
            {
                model.Step++;
                return model.SampledLossForward(images, labels, out saved);
            },
            (in saved) => model.SampledLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
        return new SteeredTrainee(trainee, controller, gradients, (images, labels) =>
        {
            model.Step++;
            model.SampledLossWithGradients(images, labels, gradients);
        });
    });

    /// <summary>The gradient of an operation flows into one of its operands; there is nothing to choose.</summary>
    public static Contender MaxChild(string name, string title) => new(name, title, false, "operands", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        return new Trainee<StudyMlp.MaxChildLossSaved>(self.PolicyOf(1), 1, device, (images, labels, out saved) => model.MaxChildLossForward(images, labels, out saved), (in saved) => model.MaxChildLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
    });

    private static Contender Entries(string name, string title, bool unbiased, Func<float, int, Optimizer, ISelection<SparseRows>> make) => new(name, title, unbiased, "entries", (self, model, ratio, seed, optimizer, device) =>
    {
        var gradients = model.CreateGradients();
        model.Rows = make(ratio, seed, optimizer);
        return new Trainee<StudyMlp.RowsLossSaved>(self.PolicyOf(ratio), ratio, device, (images, labels, out saved) => model.RowsLossForward(images, labels, out saved), (in saved) => model.RowsLossBackward(in saved, gradients), model, gradients, optimizer, model.Logits);
    });

    private Policy PolicyOf(float ratio) => new(Name, Title, Format, ratio);
}
