using FashionMnist.Data;
using PaperStudy.Models;
using SparseDiff;

namespace PaperStudy.Training;

/// <summary>A training that is looked into: after each backward pass, before the step, somebody sees model and gradients.</summary>
internal static class WatchedTraining
{
    public static void Run(Dataset data, PixelScale scale, StudyMlp model, Optimizer optimizer, int steps, int batchSize, Action<int, StudyMlp.Gradients> before, Action<int, StudyMlp.Gradients> after)
    {
        var gradients = model.CreateGradients();
        var batch = new Batch(batchSize, scale, Device.Cpu);
        var random = new Random(1);
        var chosen = new int[batchSize];
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < batchSize; i++) chosen[i] = random.Next(data.Train.Count);
            batch.Fill(data.Train, chosen);
            before(step, gradients);
            model.RowsLossWithGradients(batch.Images, batch.Labels, gradients);
            after(step, gradients);
            optimizer.Step(model, gradients);
        }
    }
}
