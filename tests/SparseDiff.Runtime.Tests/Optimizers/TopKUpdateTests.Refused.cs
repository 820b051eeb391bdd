using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Optimizers;

/// <content>Settings that are refused.</content>
public partial class TopKUpdateTests
{
    [Fact]
    public void A_refused_setting_leaves_gradients_and_what_waits()
    {
        (Action<TopKUpdate> Break, string Message)[] largest =
        [
            (static update => update.Budget = 1.5f, "ratio must lie in [0, 1]"), (static update => update.Budget = float.NaN, "ratio must lie in [0, 1]"),
            (static update => update.Budget = 0, "k must lie in 1 to 7"), (static update => update.Budget = 8, "k must lie in 1 to 7"),
            (static update => update.Budget = Budget.Energy(2), "share of energy"), (static update => update.Budget = Budget.Variance(0.1), "a budget of variance does not go with"),
            (static update => update.ClipNorm = 0, "ClipNorm must be positive"), (static update => (update.ClipNorm, update.Budget) = (0.1f, 8), "k must lie in 1 to 7"),
            (static update => update.Momentum = 1, "momentum must lie in [0, 1)"), (static update => (update.PerTensor, update.Budget) = (true, 4), "k must lie in 1 to 3"),
        ];
        foreach ((Action<TopKUpdate> wrong, string message) in largest)
        {
            TopKUpdate update = new(2);
            update.Apply(new Several(Device.Cpu, [1, -5, 0], [-1, 3, 0, 0]));
            float[] waits = update.Residual(0)!.ToArray();
            wrong(update);
            Several next = new(Device.Cpu, [1, 2, 3], [4, 5, 6, 7]);
            TensorTests.Says<Exception>(message, () => update.Apply(next));
            Assert.Equal([1, 0, 0], waits);
            Assert.Equal(waits, update.Residual(0)!.ToArray());
            Assert.Equal([[1, 2, 3], [4, 5, 6, 7]], next.Entries.Select(static entry => entry!.Values.ToArray()));
        }

        // A budget that the first parameter could take, but the second not: the first waits for nothing more than before.
        TopK policy = new(2) { Scope = SelectionScope.Tensor };
        SelectionUpdate selections = new(policy);
        Several gradients = new(Device.Cpu, [1, -5, 2, 0], [-1, 3, 4]);
        selections.Apply(gradients);
        policy.Budget = 4;
        Several refused = new(Device.Cpu, [1, 2, 3, 4], [5, 6, 7]);
        TensorTests.Says<ArgumentOutOfRangeException>("k must lie in 1 to 3", () => selections.Apply(refused));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7]], refused.Entries.Select(static entry => entry!.Values.ToArray()));
        policy.Budget = 2;
        Several after = new(Device.Cpu, [0, 0, 0, 0], [0, 0, 0]);
        selections.Apply(after);
        Assert.Equal([[1, 0, 0, 0], [-1, 0, 0]], after.Entries.Select(static entry => entry!.Values.ToArray()));
        TensorTests.Says<ArgumentNullException>("Policy", () => new SelectionUpdate(null!).Apply(after));
        TensorTests.Says<ArgumentOutOfRangeException>("momentum must lie in [0, 1)", () => new ParameterSelection { Momentum = 1.5f }.Sum(after.Entries[0]!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9f)]
    public void A_policy_of_ones_own_that_fails_changes_nothing(float momentum)
    {
        float[][][] steps = [[[1, -5, 2, 0], [-1, 3, 4]], [[2, 2, 1, -7], [0.5f, 0, 1]], [[0, 1, 0, 1], [3, 3, 2]]];
        Fragile steady = new(), fragile = new();
        SelectionUpdate expected = new(steady) { Momentum = momentum }, update = new(fragile) { Momentum = momentum };
        foreach (float[][] numbers in steps)
        {
            Several wanted = new(Device.Cpu, numbers), gradients = new(Device.Cpu, numbers);
            expected.Apply(wanted);
            for (int call = 0; call < 2; call++)
            {
                // At the first gradient, then at the second, when the first has chosen: in its midst, by a shape and by writing nothing.
                (fragile.FailsAt, fragile.Calls) = (call, 0);
                foreach (Action<SparseRows> failure in new Action<SparseRows>[] { static into => throw new InvalidTimeZoneException(), static into => into.BeginMasked([1, 2]), static _ => { } })
                {
                    (fragile.Failure, fragile.Calls) = (failure, 0);
                    Assert.ThrowsAny<Exception>(() => update.Apply(gradients));
                    Assert.Equal(numbers, gradients.Entries.Select(static entry => entry!.Values.ToArray()));
                }
            }

            fragile.FailsAt = -1;
            update.Apply(gradients);
            Assert.Equal(wanted.Entries.Select(static entry => entry!.Values.ToArray()), gradients.Entries.Select(static entry => entry!.Values.ToArray()));
        }
    }

    /// <summary>Keeps one entry, which the draw decides, unless it fails.</summary>
    private sealed class Fragile : ISelection<SparseRows>
    {
        public int FailsAt { get; set; } = -1;

        public int Calls { get; set; }

        public Action<SparseRows> Failure { get; set; } = static _ => { };

        public void Select(Tensor gradient, SparseRows into, ulong draw)
        {
            if (Calls++ == FailsAt)
                Failure(into);
            else
                EntrySelection.Keep(gradient, [(int)(draw % (ulong)gradient.Length)], 1, into);
        }
    }
}
