using FashionMnist.Options;
using FashionMnist.Reporting;
using FashionMnist.Training;

namespace SparseDiff.Samples.Tests;

public sealed class RaceTests
{
    [Fact]
    public void Every_policy_sees_the_same_batches_in_the_same_order()
    {
        var (dense, sparse) = (new FakeTrainee(Policy.Dense), new FakeTrainee(Policy.TopK));
        Runs.Race(new PlainView(TextWriter.Null), dense, sparse);
        Assert.Equal(Runs.Course.Steps, dense.FirstLabels.Count);
        Assert.Equal(dense.FirstLabels, sparse.FirstLabels);
    }

    [Fact]
    public void A_step_is_forward_then_backward_then_optimizer()
    {
        var trainee = new FakeTrainee(Policy.Dense);
        Runs.Race(new PlainView(TextWriter.Null), trainee);
        Assert.All(trainee.Calls.Where(call => call != "settle").Chunk(3), step => Assert.Equal(["forward", "backward", "step"], step));
    }

    [Fact]
    public void The_order_of_images_changes_from_epoch_to_epoch()
    {
        var trainee = new FakeTrainee(Policy.Dense);
        Runs.Race(new PlainView(TextWriter.Null), trainee);
        Assert.NotEqual(trainee.FirstLabels[..Runs.Course.StepsPerEpoch], trainee.FirstLabels[Runs.Course.StepsPerEpoch..]);
    }

    [Fact]
    public void The_last_look_is_at_the_end_and_counts_every_test_image_once()
    {
        var entrant = Runs.Race(new PlainView(TextWriter.Null), new FakeTrainee(Policy.Dense))[0];
        Assert.Equal((Runs.Course.Steps, 2.0, 100.0), (entrant.Curve[^1].Step, entrant.Curve[^1].Epoch, entrant.Curve[^1].TestAccuracy));
        Assert.Equal(entrant.Curve.Select(point => point.Step).Order(), entrant.Curve.Select(point => point.Step));
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_race_with_advice()
    {
        var trainee = new FakeTrainee(Policy.Sampled) { NextLoss = float.NaN };
        var error = Assert.Throws<TrainingException>(() => Runs.Race(new PlainView(TextWriter.Null), trainee));
        Assert.Contains("sampled, seed 5, step 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("--lr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Phases_are_measured_at_steps_that_leave_nothing_to_the_optimizer()
    {
        var clock = new PhaseClock(steps: 100);
        var apart = new List<int>();
        for (var step = 0; step < 100; step++)
        {
            if (clock.KeepsPhasesApart) apart.Add(step);
            // The first of two such steps finds cold memory, and so does the usual one behind them.
            (long backward, long optimizer) = (step % 32) switch { 14 or 16 => (9000, 9000), 15 => (50, 30), _ => (20, 40) };
            clock.Record(0, 10, 10 + backward, 10 + backward + optimizer);
        }

        Assert.Equal([14, 15, 46, 47, 78, 79], apart);
        var times = clock.Median(warmUp: 32);
        double Milliseconds(double ticks) => 1000 * ticks / System.Diagnostics.Stopwatch.Frequency;
        Assert.Equal((Milliseconds(10), Milliseconds(50), Milliseconds(30), Milliseconds(70)), (times.Forward, times.Backward, times.Optimizer, times.Step));
    }

    [Fact]
    public void A_run_settles_its_gradients_where_the_clock_asks()
    {
        var trainee = new FakeTrainee(Policy.Dense);
        Runs.Race(new PlainView(TextWriter.Null), trainee);
        var steps = trainee.Calls.Select((call, i) => (call, i)).Where(entry => entry.call == "step").Select(entry => entry.i).ToList();
        Assert.True(steps.Count > 15);
        Assert.Equal([14, 15], Enumerable.Range(0, Math.Min(steps.Count, 32)).Where(step => trainee.Calls[steps[step] - 1] == "settle"));
    }

    [Fact]
    public void Medians_leave_out_the_warm_up()
    {
        var clock = new PhaseClock(steps: 5);
        clock.Record(0, 1_000_000_000, 2_000_000_000, 3_000_000_000);
        for (var step = 1; step < 5; step++) clock.Record(0, 1000 * step, 3000 * step, 6000 * step);
        var times = clock.Median(warmUp: 1);
        var tick = 1000.0 / System.Diagnostics.Stopwatch.Frequency;
        Assert.Equal((2500 * tick, 5000 * tick, 7500 * tick, 15000 * tick), (times.Forward, times.Backward, times.Optimizer, times.Step));
    }
}
