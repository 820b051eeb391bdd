using FashionMnist.Training;
using PaperStudy.Models;
using PaperStudy.Policies;
using PaperStudy.Training;
using SparseDiff.Benchmarks.Selections;

namespace SparseDiff.Samples.Tests.Study;

public sealed class StudyPartsTests
{
    [Fact]
    public void The_time_to_an_accuracy_lies_straight_between_two_looks()
    {
        var outcome = new RunOutcome(StudyRun.Parse("dense"), [Point(10, 70), Point(20, 80), Point(30, 79), Point(40, 90)], 0, new PhaseTimes(1, 1, 1, 3), Failed: false);
        Assert.Equal(15, outcome.SecondsTo(75)!.Value, 1e-9);
        Assert.Equal(10, outcome.SecondsTo(60));
        Assert.Equal(30 + (10.0 * 6 / 11), outcome.SecondsTo(85)!.Value, 1e-9);
        Assert.Null(outcome.SecondsTo(91));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    [InlineData(1000)]
    public void Quickselect_finds_what_sorting_finds(int k)
    {
        var random = new Random(k);
        var many = Enumerable.Range(0, 1000).Select(_ => random.NextSingle()).ToArray();
        var equal = Enumerable.Range(0, 1000).Select(_ => (float)random.Next(5)).ToArray();
        foreach (var values in new[] { many, equal, new float[1000], [.. many.Order()] })
        {
            var expected = values.OrderDescending().ElementAt(k - 1);
            Assert.Equal(expected, Quickselect.Largest([.. values], k));
        }
    }

    [Fact]
    public void The_first_steps_threshold_keeps_its_share_of_the_first_gradient_and_stays()
    {
        var policy = new FirstStepThreshold(0.25f);
        Tensor gradient = Init.Uniform(-1, 1, seed: 1, 20, 20);
        SparseRows kept = new Workspace().Sparse(0).Take(Device.Cpu);
        policy.Select(gradient, kept, draw: 0);
        Assert.InRange(kept.Count, 98, 100);
        policy.Select(Init.Uniform(-0.1f, 0.1f, seed: 2, 20, 20), kept, draw: 1);
        Assert.Equal(0, kept.Count);
    }

    [Fact]
    public void A_run_that_diverges_ends_and_is_called_so_and_the_others_go_on()
    {
        var data = FashionMnist.Data.DrawnShapes.Draw(train: 2100, test: 20, seed: 2);
        var said = new List<string>();
        var plan = new ContestPlan
        {
            Name = "test",
            Runs = [StudyRun.Parse("dense:1:sgd:0.05"), StudyRun.Parse("dense:1:sgd:1e30"), StudyRun.Parse("dense:1:sgd:0.05:256")],
            Seeds = [1, 2],
            Hidden = 8,
            Layers = 2,
            Epochs = 2,
            RateFalls = true,
            Limit = null,
        };
        var outcomes = new Contest(data, FashionMnist.Data.PixelScale.Of(data.Train), plan, said.Add).Run();
        Assert.Equal([false, true, false], outcomes.Select(outcome => outcome.Failed));
        Assert.Equal([2, 2], new[] { outcomes[0], outcomes[2] }.Select(outcome => (int)outcome.Curve[^1].Epoch));
        Assert.Equal([64, 16], new[] { outcomes[0], outcomes[2] }.Select(outcome => outcome.Curve[^1].Step)); // of 2048 images an epoch
        Assert.Contains(said, line => line.Contains("the loss is", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_of_fewer_epochs_ends_before_the_others_and_is_looked_at_then()
    {
        var data = FashionMnist.Data.DrawnShapes.Draw(train: 2100, test: 20, seed: 2);
        var plan = new ContestPlan
        {
            Name = "test",
            Runs = [StudyRun.Parse("dense:1:sgd:0.05"), StudyRun.Parse("dense:1:sgd:0.05:128:1.5"), StudyRun.Parse("dense:1:sgd:0.05:64:9")],
            Seeds = [1],
            Hidden = 8,
            Layers = 2,
            Epochs = 2,
            LooksPerEpoch = 1,
            RateFalls = true,
            Limit = null,
        };
        var outcomes = new Contest(data, FashionMnist.Data.PixelScale.Of(data.Train), plan, static _ => { }).Run();
        Assert.Equal([2, 1.5, 2], outcomes.Select(outcome => outcome.Curve[^1].Epoch));
        Assert.Equal([64, 24, 64], outcomes.Select(outcome => outcome.Curve[^1].Step)); // of 2048 images an epoch
        Assert.Equal("dense, sgd 0.05, batch 128, 1.5 epochs", outcomes[1].Run.FullName);
    }

    [Fact]
    public void When_the_time_is_up_every_seed_has_had_its_part_and_nobody_is_called_diverged()
    {
        var data = FashionMnist.Data.DrawnShapes.Draw(train: 2100, test: 20, seed: 2);
        var said = new List<string>();
        var plan = new ContestPlan { Name = "test", Runs = [StudyRun.Parse("dense")], Seeds = [1, 2], Hidden = 8, Layers = 2, Epochs = 2, Limit = TimeSpan.Zero };
        var outcome = Assert.Single(new Contest(data, FashionMnist.Data.PixelScale.Of(data.Train), plan, said.Add).Run());
        Assert.False(outcome.Failed);
        Assert.Single(outcome.Curve);
        Assert.Equal(2, said.Count(line => line.Contains("the time is up", StringComparison.Ordinal)));
    }

    [Fact]
    public void Columns_drawn_blindly_are_others_in_each_step_and_as_they_were()
    {
        var policy = new RandomColumns(0.25f, seed: 3);
        Tensor gradient = Init.Uniform(-1, 1, seed: 1, 6, 40);
        using var workspace = new Workspace();
        var seen = new HashSet<string>();
        for (var step = 0; step < 5; step++)
        {
            var dense = Sparsify.ByVjp(gradient, policy, workspace.Sparse(0)).ToDense().ToArray();
            Assert.Equal(10, Enumerable.Range(0, 40).Count(column => dense[column] != 0));
            Assert.All(dense.Index().Where(entry => entry.Item != 0), entry => Assert.Equal(gradient.ToArray()[entry.Index], entry.Item));
            seen.Add(string.Join(' ', Enumerable.Range(0, 40).Where(column => dense[column] != 0)));
        }

        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public void What_a_random_update_does_not_let_step_waits()
    {
        var model = new StudyMlp(4, 3, 2, 2, seed: 1);
        using var gradients = model.CreateGradients();
        var update = new RandomUpdate(0.3f, seed: 1);
        var passed = 0f;
        const int steps = 60;
        for (var step = 0; step < steps; step++)
        {
            foreach (var entry in gradients.Entries) entry!.AsDense().AsSpan().Fill(1);
            update.Apply(gradients);
            passed += gradients.Entries.Sum(entry => entry!.Values.ToArray().Sum());
            Assert.Contains(gradients.Entries, entry => entry!.Values.ToArray().Contains(0f));
            gradients.Clear();
        }

        var all = steps * gradients.Entries.Sum(entry => entry!.Rows * entry.RowLength);
        Assert.InRange(passed, 0.8f * all, all);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_policy_that_keeps_all_trains_as_dense_does(string name)
    {
        Assert.Equal(Losses("dense"), Losses(name), (a, b) => Math.Abs(a - b) < 2e-3);

        static float[] Losses(string name)
        {
            var data = FashionMnist.Data.DrawnShapes.Draw(train: 32, test: 8, seed: 2);
            var batch = new FashionMnist.Data.Batch(32, FashionMnist.Data.PixelScale.Of(data.Train), Device.Cpu);
            batch.Fill(data.Train, 0);
            var run = StudyRun.Parse($"{name}:1:sgd:0.05");
            ITrainee trainee = run.Contender.Train(run.Contender, new StudyMlp(784, 16, 2, 10, seed: 1), 1, 1, run.NewOptimizer(), Device.Cpu);
            var losses = new float[6];
            for (var step = 0; step < losses.Length; step++)
            {
                losses[step] = trainee.Forward(batch);
                trainee.Backward();
                trainee.Step();
            }

            return losses;
        }
    }

    /// <summary>Those that can keep everything: a random update that draws with replacement cannot, and thresholds keep only what exceeds them.</summary>
    public static TheoryData<string> Policies() => [.. Contenders.All.Where(contender => contender.KeepsShare).Select(contender => contender.Name).Where(name => name is not ("random-update" or "threshold" or "gaussian" or "gaussian-published" or "dgc" or "max-child"))];

    [Fact]
    public void A_share_may_fall_with_the_learning_rate()
    {
        var run = StudyRun.Parse("sampled-falling:0.08:adam:0.001");
        var (model, optimizer) = (new StudyMlp(784, 16, 2, 10, seed: 1), run.NewOptimizer());
        _ = run.Contender.Train(run.Contender, model, run.Ratio, 1, optimizer, Device.Cpu);
        var policy = Assert.IsType<SampledK>(model.Rows);
        Assert.Equal(0.08, policy.Budget.Value, 1e-6);
        optimizer.LearningRate = 0.0005f;
        Assert.Equal(0.05, policy.Budget.Value, 1e-6);
        optimizer.LearningRate = 0;
        Assert.Equal(0.02, policy.Budget.Value, 1e-6);
    }

    [Theory]
    [InlineData("sampled-steered:0.1:adam")]
    [InlineData("sampled-steered:0.001:sgd:0.05")]
    [InlineData("sampled-variance:0.1:adam")]
    [InlineData("topk-energy:0.1:adam")]
    [InlineData("vcas:0.1:adam")]
    [InlineData("vcas:0.001:sgd:0.05")]
    [InlineData("max-child:1:sgd:0.05")]
    public void Policies_without_a_share_of_entries_train_too(string text)
    {
        var data = FashionMnist.Data.DrawnShapes.Draw(train: 64, test: 8, seed: 2);
        var batch = new FashionMnist.Data.Batch(32, FashionMnist.Data.PixelScale.Of(data.Train), Device.Cpu);
        var run = StudyRun.Parse(text);
        ITrainee trainee = run.Contender.Train(run.Contender, new StudyMlp(784, 16, 2, 10, seed: 1), run.Ratio, 1, run.NewOptimizer(), Device.Cpu);
        var losses = new List<float>();
        for (var step = 0; step < 210; step++) // A controller measures in the second step of each hundred.
        {
            batch.Fill(data.Train, step % 2 * 32);
            losses.Add(trainee.Forward(batch));
            trainee.Backward();
            trainee.Step();
        }

        Assert.InRange(losses[^10..].Average(), 0, 0.8f * losses[..10].Average());
        Assert.Equal(run.Contender.TakesRatio, run.Name.Contains('%'));
    }

    private static CurvePoint Point(double seconds, double accuracy) => new(1, 1, seconds, 1, accuracy);
}
