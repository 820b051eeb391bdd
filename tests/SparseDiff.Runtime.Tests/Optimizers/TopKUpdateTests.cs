using System.Text.Json;
using SparseDiff.Tests.Rules;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Optimizers;

public partial class TopKUpdateTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Error_feedback_of_three_workers_gives_the_reference_values(string device)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "error_feedback.json"))).RootElement;
        int k = root.GetProperty("k").GetInt32();
        float rate = root.GetProperty("lr").GetSingle();
        TopKUpdate[] workers = [.. Enumerable.Range(0, root.GetProperty("workers").GetInt32()).Select(_ => new TopKUpdate(k))];
        var weights = new double[24];
        foreach (JsonElement step in root.GetProperty("steps").EnumerateArray())
        {
            for (int worker = 0; worker < workers.Length; worker++)
            {
                Several gradients = new(Find(device), Read(step.GetProperty("gradients")[worker]));
                workers[worker].Apply(gradients);
                float[] sent = gradients.Entries[0]!.Values.ToArray();
                AssertClose(Read(step.GetProperty("sent")[worker]), sent);
                AssertClose(Read(step.GetProperty("residuals")[worker]), workers[worker].Residual(0)!.ToArray());
                for (int i = 0; i < weights.Length; i++)
                    weights[i] -= rate * sent[i] / workers.Length;
            }

            AssertClose(Read(step.GetProperty("weights")), Array.ConvertAll(weights, static w => (float)w));
        }
    }

    [Fact]
    public void The_largest_of_all_parameters_pass_or_of_each_and_ties_go_to_the_first()
    {
        Assert.Equal([[0, -5, 0], [0, 3, 0, 0]], Apply(new TopKUpdate(2) { ErrorFeedback = false }));
        Assert.Equal([[0, -5, 0], [0, 3, 0, 0]], Apply(new TopKUpdate(1) { PerTensor = true }));
        Assert.Equal([[1, -5, 0], [-1, 3, 0, 0]], Apply(new TopKUpdate(4)));
        Assert.Equal([[1, -5, 0], [0, 3, 0, 0]], Apply(new TopKUpdate(3)));
        // Four of seven entries are not zero.
        Assert.Equal([[0, -5, 0], [0, 3, 0, 0]], Apply(new TopKUpdate(0.5f) { OfNonZero = true }));
        Assert.Equal([[1, -5, 0], [0, 3, 0, 0]], Apply(new TopKUpdate(0.5f)));

        static float[][] Apply(TopKUpdate update)
        {
            Several gradients = new(Device.Cpu, [1, -5, 0], [-1, 3, 0, 0]);
            update.Apply(gradients);
            return [.. gradients.Entries.Select(static entry => entry!.Values.ToArray())];
        }
    }

    [Fact]
    public void Updates_follow_a_model_to_another_device()
    {
        TopKUpdate largest = new(1);
        SelectionUpdate policy = new(new TopK(1) { Scope = SelectionScope.Tensor });
        Device[] path = [Device.Cpu, Device.Reference, Device.Cpu];
        for (int step = 0; step < path.Length; step++)
        {
            foreach (Action<IGradients> apply in new Action<IGradients>[] { largest.Apply, policy.Apply })
            {
                Several gradients = new(path[step], [3, 2, 1.6f]);
                apply(gradients);
                float[][] passed = [[3, 0, 0], [0, 4, 0], [6, 0, 0]];
                Assert.Same(path[step], gradients.Entries[0]!.Device);
                Assert.Equal(passed[step], Array.ConvertAll(gradients.Entries[0]!.Values.ToArray(), static x => MathF.Round(x, 5)));
            }
        }
    }

    [Fact]
    public void Only_rows_with_selected_entries_are_touched()
    {
        RowGradient gradient = new(Tensor.Zeros(4, 3));
        gradient.AsDense().CopyFrom([1, 2, 3, 0, 0, 9, 1, 1, 1, -8, 0, 0]);
        new TopKUpdate(2).Apply(new Several(gradient));
        Assert.Equal([1, 3], gradient.TouchedRows.ToArray().Order());
        Assert.Equal([0, 0, 0, 0, 0, 9, 0, 0, 0, -8, 0, 0], gradient.Values.ToArray());
    }

    [Theory]
    [InlineData(0.001f)]
    [InlineData(0.05f)]
    [InlineData(0.7f)]
    public void Over_drifting_steps_the_selection_is_the_exact_one(float ratio)
    {
        TopKUpdate update = new(ratio) { ErrorFeedback = false };
        for (int step = 0; step < 6; step++)
        {
            float[] a = RuleTable.Random(step, 40, 90).To(Device.Cpu).ToArray();
            float[] b = [.. RuleTable.Random(step + 50, 700).To(Device.Cpu).ToArray().Select(v => v * (step == 4 ? 100 : 0.3f))];
            Several gradients = new(Device.Cpu, a, b);
            update.Apply(gradients);
            float[] all = [.. a, .. b];
            int k = SelectionSize.FromRatio("", ratio, all.Length);
            HashSet<int> largest = [.. Enumerable.Range(0, all.Length).OrderByDescending(i => MathF.Abs(all[i])).Take(k)];
            float[] expected = [.. all.Select((value, i) => largest.Contains(i) ? value : 0)];
            Assert.Equal(expected, gradients.Entries.SelectMany(static entry => entry!.Values.ToArray()));
        }
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void A_budget_of_energy_passes_the_fewest_entries_that_hold_it(double share, bool perTensor)
    {
        float[][] numbers = [RuleTable.Random(1, 40, 90).To(Device.Cpu).ToArray(), [.. RuleTable.Random(2, 700).To(Device.Cpu).ToArray().Select(static v => v * 0.3f)]];
        Several gradients = new(Device.Cpu, numbers);
        new TopKUpdate(Budget.Energy(share)) { PerTensor = perTensor }.Apply(gradients);
        float[][] passed = [.. gradients.Entries.Select(static entry => entry!.Values.ToArray())];
        foreach ((float[] all, float[] kept) in perTensor ? numbers.Zip(passed) : [([.. numbers[0], .. numbers[1]], [.. passed[0], .. passed[1]])])
        {
            double[] squares = [.. all.Select(static v => (double)v * v).OrderDescending()];
            double held = 0;
            int fewest = 0;
            while (held < share * squares.Sum())
                held += squares[fewest++];
            Assert.True(kept.Sum(static v => (double)v * v) >= share * squares.Sum() * 0.999999);
            Assert.Equal(fewest, kept.Count(static v => v != 0));
        }

        TensorTests.Says<NotSupportedException>("a budget of variance does not go with this policy", () => new TopKUpdate(Budget.Variance(1)).Apply(gradients));
    }

    [Fact]
    public void Momentum_is_corrected_and_forgotten_where_an_entry_passed()
    {
        TopKUpdate update = new(1) { Momentum = 0.5f };
        Assert.Equal([0, 3], Step(2, 3)); // v = [2, 3]; u = [2, 3]; passes: 3
        Assert.Equal([4, 0], Step(1, 1)); // v = [2, 1]; u = [4, 1]
        Assert.Equal([0, 2.5f], Step(0, 1)); // v = [0, 1.5]; u = [0, 2.5]

        float[] Step(float first, float second)
        {
            Several gradients = new(Device.Cpu, [first, second]);
            update.Apply(gradients);
            return gradients.Entries[0]!.Values.ToArray();
        }
    }

    [Fact]
    public void Large_gradients_are_scaled_to_the_norm_first()
    {
        Several gradients = new(Device.Cpu, [3, 0], [4]);
        new TopKUpdate(2) { ClipNorm = 1 }.Apply(gradients);
        AssertClose([0.6f, 0], gradients.Entries[0]!.Values.ToArray());
        AssertClose([0.8f], gradients.Entries[1]!.Values.ToArray());
        TensorTests.Says<InvalidOperationException>("needs error feedback", () => new TopKUpdate(1) { Momentum = 0.9f, ErrorFeedback = false }.Apply(gradients));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1)]
    [InlineData(float.NaN)]
    public void Momenta_and_norms_that_make_no_sense_are_refused(float momentum)
    {
        Several gradients = new(Device.Cpu, [3, 0]);
        TensorTests.Says<ArgumentOutOfRangeException>("TopKUpdate: the momentum must lie in [0, 1)", () => new TopKUpdate(1) { Momentum = momentum }.Apply(gradients));
        TensorTests.Says<ArgumentOutOfRangeException>("SelectionUpdate: the momentum must lie in [0, 1)", () => new SelectionUpdate(new GaussianK(1)) { Momentum = momentum }.Apply(gradients));
        TensorTests.Says<ArgumentOutOfRangeException>("ClipNorm must be positive", () => new TopKUpdate(1) { ClipNorm = Math.Min(momentum, 0) }.Apply(gradients));
    }

    [Fact]
    public void A_count_may_be_more_than_are_not_zero_and_a_ratio_is_one_of_those()
    {
        foreach (bool perTensor in new[] { false, true })
        {
            Several gradients = new(Device.Cpu, [3, 0, 1, 0], [4, 0, 0, 0, 0, 2]);
            new TopKUpdate(3) { OfNonZero = true, PerTensor = perTensor }.Apply(gradients);
            Assert.Equal(perTensor ? 4 : 3, gradients.Entries.Sum(static entry => entry!.Values.ToArray().Count(static value => value != 0)));
            gradients = new(Device.Cpu, [3, 0, 1, 0], [4, 0, 0, 0, 0, 2]);
            new TopKUpdate(0.5f) { OfNonZero = true, PerTensor = perTensor }.Apply(gradients);
            Assert.Equal([3, 0, 0, 0], gradients.Entries[0]!.Values.ToArray());
            Assert.Equal([4, 0, 0, 0, 0, 0], gradients.Entries[1]!.Values.ToArray());
        }
    }

    [Theory]
    [InlineData("cpu", false, 0)]
    [InlineData("cpu", true, 0)]
    [InlineData("cpu", true, 0.5f)]
    [InlineData("gpu emulator", true, 0.5f)]
    public void Updates_of_odd_shapes_with_ties_equal_the_naive_ones(string device, bool feedback, float momentum)
    {
        int[] lengths = device == "cpu" ? [1, 33_333, 7, 90_001] : [1, 333, 7];
        TopKUpdate update = new(0.03f) { ErrorFeedback = feedback, Momentum = momentum };
        NaiveUpdate naive = new(feedback, momentum);
        for (int step = 0; step < 5; step++)
        {
            var random = new Random(step);
            // Multiples of a quarter: hundreds of entries are equal, and sums are exact.
            float[][] numbers = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => MathF.Round((float)Math.Pow((random.NextDouble() * 2) - 1, 5) * 40) / 4).ToArray())];
            if (step == 3)
                numbers[1][5] = float.PositiveInfinity;
            Several gradients = new(Find(device), numbers);
            int k = SelectionSize.FromRatio("", 0.03f, lengths.Sum());
            update.Apply(gradients);
            float[] expected = naive.Apply([.. numbers.SelectMany(static part => part)], k);
            Assert.Equal(expected, gradients.Entries.SelectMany(static entry => entry!.Values.ToArray()));
            Assert.Equal(k, expected.Count(static value => value != 0));
            foreach (RowGradient? entry in gradients.Entries)
            {
                float[] values = entry!.Values.ToArray();
                Assert.Equal(Enumerable.Range(0, values.Length).Where(i => values[i] != 0), entry.TouchedRows.ToArray().Order());
            }
        }
    }

    [Fact]
    public void Rows_without_selected_entries_are_zero_when_a_later_pass_writes_others()
    {
        RowGradient gradient = new(Tensor.Zeros(4, 3));
        gradient.AsDense().CopyFrom([1, 2, 3, 0, 0, 9, 1, 1, 1, -8, 0, 0]);
        TopKUpdate update = new(1) { ErrorFeedback = false };
        update.Apply(new Several(gradient));
        Assert.Equal([1], gradient.TouchedRows.ToArray());
        gradient.Clear();
        Assert.False(gradient.Touch(2));
        gradient.Buffer.AsSpan().Slice(6, 3).Fill(5);
        Assert.Equal([0, 0, 0, 0, 0, 0, 5, 5, 5, 0, 0, 0], gradient.Values.ToArray());
    }

    private static float[] Read(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(static v => v.GetSingle())];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-5, $"entry {i} is {actual[i]}, expected {expected[i]}.");
    }

    private static Device Find(string name) => name switch
    {
        "cpu" => Device.Cpu,
        "reference" => Device.Reference,
        _ => Device.GpuEmulator,
    };

    /// <summary>Sorts everything.</summary>
    private sealed class NaiveUpdate(bool feedback, float momentum)
    {
        private float[]? residual;
        private float[]? velocity;

        public float[] Apply(float[] gradient, int k)
        {
            (residual, velocity) = (residual ?? new float[gradient.Length], velocity ?? new float[gradient.Length]);
            float[] u = [.. gradient];
            for (int i = 0; feedback && i < u.Length; i++)
            {
                velocity[i] = (momentum * velocity[i]) + gradient[i];
                u[i] = residual[i] + (momentum == 0 ? gradient[i] : velocity[i]);
            }

            HashSet<int> passes = [.. Enumerable.Range(0, u.Length).OrderByDescending(i => float.IsFinite(u[i]) ? Math.Abs(u[i]) : float.PositiveInfinity).Take(k)];
            for (int i = 0; i < u.Length; i++)
            {
                bool waits = !passes.Contains(i);
                residual[i] = waits ? u[i] : 0;
                velocity[i] = waits ? velocity[i] : 0;
                u[i] = waits ? 0 : u[i];
            }

            return u;
        }
    }

    private sealed class Several(params RowGradient[] entries) : IGradients
    {
        public Several(Device device, params float[][] values)
            : this([.. values.Select(numbers => Gradient(device, numbers))])
        {
        }

        public IReadOnlyList<RowGradient?> Entries => entries;

        private static RowGradient Gradient(Device device, float[] numbers)
        {
            RowGradient gradient = new(Tensor.Zeros(device, numbers.Length));
            gradient.AsDense().CopyFrom(numbers);
            return gradient;
        }
    }
}
